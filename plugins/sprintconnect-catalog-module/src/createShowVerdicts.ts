import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { entityFaultCodes } from '@sprintconnect/plugin-sprintconnect-common';
import type { EntityVerdicts } from './EntityVerdicts';
import { messageOf } from './untilDone';

/**
 * A function that has the catalog process entities at once that do not show what the registry said last of them, instead of
 * some minutes later. Asks for each entity once per answer of the registry, since another process may process it that does
 * not know the answer yet. Never rejects: the catalog processes every entity again by itself.
 */
export function createShowVerdicts(options: {
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  verdicts: EntityVerdicts;
}): (entities: readonly AlphaEntity[]) => Promise<void> {
  const { catalog, auth, logger, verdicts } = options;
  const asked = new Map<string, string>();

  const show = async (entity: AlphaEntity) => {
    const ref = stringifyEntityRef(entity);
    const reasons = verdicts.of(ref)?.reasons ?? [];
    const said = JSON.stringify(reasons);
    if (isShown(entity, reasons)) asked.delete(ref);
    else if (asked.get(ref) !== said) {
      asked.set(ref, said);
      const credentials = await auth.getOwnServiceCredentials();
      await catalog.refreshEntity(ref, { credentials });
    }
  };
  return async entities => {
    const refs = new Set(entities.map(each => stringifyEntityRef(each)));
    for (const ref of asked.keys()) if (!refs.has(ref)) asked.delete(ref);
    for (const entity of entities) {
      await show(entity).catch(error =>
        logger.debug(
          `Entity ${stringifyEntityRef(entity)} shows what the registry said only when the catalog processes it next: ${messageOf(error)}`,
        ),
      );
    }
  };
}

function isShown({ status }: AlphaEntity, reasons: readonly string[]): boolean {
  const shown = (status?.items ?? [])
    .filter(({ error }) => error?.code === entityFaultCodes.refused)
    .map(({ message }) => message);
  return (
    shown.length === reasons.length &&
    reasons.every((reason, index) => shown[index].endsWith(reason))
  );
}
