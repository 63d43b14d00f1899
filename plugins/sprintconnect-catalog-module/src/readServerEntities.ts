import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const PAGE = 250;

/** The mcp-server entities of the catalog, and whether these are provably all of them. */
export interface ServerEntities {
  entities: Entity[];
  /** False when the catalog counted otherwise than it listed, as it may while entities come and go. */
  complete: boolean;
}

/** Reads every `API` entity of type `mcp-server`, whoever provided it. Rejects when the catalog does. */
export async function readServerEntities(
  catalog: CatalogService,
  auth: AuthService,
): Promise<ServerEntities> {
  const credentials = await auth.getOwnServiceCredentials();
  const entities: Entity[] = [];
  let cursor: string | undefined;
  let total = 0;
  do {
    const page = await catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            filter: { kind: 'API', 'spec.type': 'mcp-server' },
            fields: ['apiVersion', 'kind', 'metadata', 'spec', 'status'],
            limit: PAGE,
          },
      { credentials },
    );
    entities.push(...page.items);
    total = page.totalItems;
    cursor = page.pageInfo.nextCursor;
  } while (cursor);
  return { entities, complete: entities.length === total };
}
