import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import type {
  CatalogProcessor,
  CatalogProcessorCache,
  CatalogProcessorEmit,
  LocationSpec,
} from '@backstage/plugin-catalog-node';
import {
  entityFaultCodes,
  fromEntity,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { EntityVerdicts, Verdict } from './EntityVerdicts';
import { isIntakeEntity } from './isIntakeEntity';

const VERDICT = 'verdict';

type FaultCode = (typeof entityFaultCodes)[keyof typeof entityFaultCodes];

const WHAT: Record<FaultCode, string> = {
  [entityFaultCodes.unusable]: "SprintConnect can't use this entity",
  [entityFaultCodes.refused]: 'SprintConnect refused this entity',
  [entityFaultCodes.partly]: "SprintConnect couldn't use all of this entity",
};

/**
 * Writes on an mcp-server entity what of it could not be used and why the registry refused it, as errors that Backstage shows
 * on its page. The entity stays valid: what can be used is, and the rest has its default.
 *
 * @remarks
 *
 * It asks nobody. What the registry said comes from the intake of this process, or from the catalog's cache for this entity
 * where another process asked the registry later, or this one has not asked since its start.
 */
export class EntityFaultProcessor implements CatalogProcessor {
  readonly #defaultEnvironment: string;
  readonly #verdicts: EntityVerdicts;

  constructor(options: {
    defaultEnvironment: string;
    verdicts: EntityVerdicts;
  }) {
    this.#defaultEnvironment = options.defaultEnvironment;
    this.#verdicts = options.verdicts;
  }

  getProcessorName(): string {
    return 'SprintConnectEntityFaultProcessor';
  }

  async postProcessEntity(
    entity: AlphaEntity,
    ...[_location, _emit, cache]: [
      LocationSpec,
      CatalogProcessorEmit,
      CatalogProcessorCache,
    ]
  ): Promise<AlphaEntity> {
    if (!isIntakeEntity(entity)) return entity;
    const read = fromEntity(entity, {
      defaultEnvironment: this.#defaultEnvironment,
    });
    const faults = 'faults' in read ? read.faults : read.notes;
    const code =
      'faults' in read ? entityFaultCodes.unusable : entityFaultCodes.partly;
    const reasons =
      'faults' in read
        ? []
        : await this.#reasons(stringifyEntityRef(entity), cache);
    const items = [
      ...reasons.map(reason => itemOf(entityFaultCodes.refused, reason)),
      ...faults.map(({ path, message }) => itemOf(code, `${path} ${message}`)),
    ];
    if (items.length === 0) return entity;
    return {
      ...entity,
      status: {
        ...entity.status,
        items: [...(entity.status?.items ?? []), ...items],
      },
    };
  }

  /** The later of what this process knows and what the last processing of this entity knew, kept for the next one. */
  async #reasons(ref: string, cache: CatalogProcessorCache): Promise<string[]> {
    const kept = await cache.get<Verdict>(VERDICT);
    const known = this.#verdicts.of(ref);
    if (!known || (kept && kept.at > known.at)) return kept?.reasons ?? [];
    // An entity that was never refused needs no row of the catalog written.
    if (kept || known.reasons.length > 0) await cache.set(VERDICT, known);
    return known.reasons;
  }
}

function itemOf(code: FaultCode, reason: string) {
  const message = `${WHAT[code]}: ${reason}`;
  return {
    type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
    level: 'error' as const,
    message,
    error: { name: 'InputError', message, code },
  };
}
