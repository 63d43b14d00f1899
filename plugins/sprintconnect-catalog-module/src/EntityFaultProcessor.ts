import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { fromEntity } from './fromEntity';
import { isIntakeEntity } from './isIntakeEntity';

/**
 * Writes on an mcp-server entity what of it could not be used, as an error that Backstage shows on its page. The entity
 * stays valid: what can be used is, and the rest has its default.
 */
export class EntityFaultProcessor implements CatalogProcessor {
  readonly #defaultEnvironment: string;

  constructor(options: { defaultEnvironment: string }) {
    this.#defaultEnvironment = options.defaultEnvironment;
  }

  getProcessorName(): string {
    return 'SprintConnectEntityFaultProcessor';
  }

  async postProcessEntity(entity: AlphaEntity): Promise<AlphaEntity> {
    if (!isIntakeEntity(entity)) return entity;
    const read = fromEntity(entity, {
      defaultEnvironment: this.#defaultEnvironment,
    });
    const faults = 'faults' in read ? read.faults : read.notes;
    if (faults.length === 0) return entity;
    const what =
      'faults' in read
        ? 'SprintConnect cannot watch this server'
        : 'SprintConnect could not use all of this entity';
    const items = faults.map(({ path, message }) => {
      const words = `${what}: ${path} ${message}`;
      return {
        type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
        level: 'error' as const,
        message: words,
        error: { name: 'InputError', message: words },
      };
    });
    return {
      ...entity,
      status: {
        ...entity.status,
        items: [...(entity.status?.items ?? []), ...items],
      },
    };
  }
}
