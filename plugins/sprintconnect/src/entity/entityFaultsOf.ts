import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { entityFaultCodes } from '@sprintconnect/plugin-sprintconnect-common';

/** What is wrong with an MCP server's entity, as the catalog module says it on the entity. */
export interface EntityFault {
  code: (typeof entityFaultCodes)[keyof typeof entityFaultCodes];
  /** What was wrong, where, and what to do. */
  reason: string;
}

const CODES: readonly unknown[] = Object.values(entityFaultCodes);

/** What SprintConnect found wrong with an entity; faults that others found are left out. Pure. */
export function entityFaultsOf(entity: Entity): EntityFault[] {
  const { items = [] } = (entity as AlphaEntity).status ?? {};
  return items.flatMap(({ error, message }) =>
    CODES.includes(error?.code)
      ? {
          code: error?.code as EntityFault['code'],
          // The title of the notice says what the beginning says.
          reason: message.replace(/^SprintConnect [^:]*: /, ''),
        }
      : [],
  );
}
