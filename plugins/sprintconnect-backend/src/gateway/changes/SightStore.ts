import { createHash, type Hash } from 'node:crypto';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext } from '../../ports';
import { type ReadScope, storable, whereVisible } from '../../records';
import type { McpEndpoint } from '../call/McpEndpoint';

/** A list of MCP that may change. Templates are announced with resources (MCP 2025-11-25, List Changed Notification). */
export type ListName = 'tools' | 'prompts' | 'resources';

/** What a caller sees of each list at an endpoint, as digests: equal where the lists are. */
export type Sight = Readonly<Record<ListName, string>>;

const LIST_OF: Readonly<Record<CapabilityKind, ListName>> = {
  tool: 'tools',
  prompt: 'prompts',
  resource: 'resources',
  'resource-template': 'resources',
};
/** Who looks, and where. */
interface Looking {
  ctx: Pick<RequestContext, 'orgId'>;
  endpoint: McpEndpoint;
  /** What things are called there, where that may change by itself. */
  nameOf?(id: string): string | undefined;
}

/** Nobody may use what these offer (`outOfUse`). */
const OUT_OF_USE = ['draft', 'retired', 'quarantined'];

/** The tables `servers` and `capabilities`, as somebody sees them who looks for a change. */
export class SightStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async look(
    { ctx, endpoint: { server }, nameOf }: Looking,
    readScope: ReadScope,
  ): Promise<Sight> {
    const { orgId } = ctx;
    const { reader, dialect } = this.#database;
    const hashes = { tools: sha(), prompts: sha(), resources: sha() };
    const names = server ? [server.environment, server.name] : [];
    if (names.every(each => storable(each) === each)) {
      const rows: Record<string, unknown>[] = await whereVisible(
        reader('capabilities')
          .join('servers as seen', 'seen.id', 'capabilities.server_id')
          .where('capabilities.org_id', orgId)
          .whereNull('capabilities.removed_at')
          .whereNotIn('seen.status', OUT_OF_USE)
          .modify(query => {
            if (!server) return;
            query.where('seen.environment', server.environment);
            query.where('seen.name', server.name);
          }),
        'capabilities',
        { readScope, dialect },
      )
        .orderBy('capabilities.id')
        .select({
          kind: 'capabilities.kind',
          id: 'capabilities.id',
          digest: 'capabilities.digest',
          environment: 'seen.environment',
          server: 'seen.name',
        });
      for (const { kind, ...seen } of rows) {
        hashes[LIST_OF[kind as CapabilityKind]].update(
          `${JSON.stringify([seen, nameOf?.(String(seen.id))])}\n`,
        );
      }
    }
    return {
      tools: hashes.tools.digest('base64'),
      prompts: hashes.prompts.digest('base64'),
      resources: hashes.resources.digest('base64'),
    };
  }
}

function sha(): Hash {
  return createHash('sha256');
}
