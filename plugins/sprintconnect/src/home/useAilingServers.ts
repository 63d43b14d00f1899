import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../api';
import { useLive } from '../live';
import { type Loaded, useLoad } from '../ui';
import { type AilingServer, byUrgency } from './byUrgency';

/** Half of what one question about health may name, because there are two lists. */
const ASKED = 50;
const AILING = ['unhealthy', 'degraded'];
const fields = [
  'id',
  'name',
  'title',
  'environment',
  'owner',
  'health',
] as const;

export interface AilingServers {
  /** Most urgent first. */
  servers: AilingServer[];
  total: number;
}

/** The servers that are not well, of which the reader's own are never missed, however many there are. */
export function useAilingServers(): Loaded<AilingServers> {
  const client = useApi(sprintConnectApiRef);
  const identity = useApi(identityApiRef);
  const loaded = useLoad('ailing', async signal => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    const list = (narrowing: { health: string[]; owner?: string[] }) =>
      client.listServers(
        { ...narrowing, fields, limit: ASKED, count: true },
        { signal },
      );
    const [own, all] = await Promise.all([
      ownershipEntityRefs.length > 0
        ? list({ health: AILING, owner: ownershipEntityRefs })
        : undefined,
      list({ health: AILING }),
    ]);
    const byId = new Map(
      [...(own?.items ?? []), ...all.items].map(each => [each.id, each]),
    );
    const ids = [...byId.keys()];
    const summaries =
      ids.length > 0
        ? (await client.health.summaries(ids, { signal })).items
        : [];
    const servers = [...byId.values()].map((server): AilingServer => ({
      server,
      summary: summaries.find(each => each.serverId === server.id),
      mine: isOwned(server, ownershipEntityRefs),
    }));
    return {
      servers: servers.sort(byUrgency),
      total: all.totalItems ?? servers.length,
    };
  });
  useLive({ onChange: loaded.reload });
  return loaded;
}

function isOwned(server: Pick<Server, 'owner'>, refs: string[]): boolean {
  if (!server.owner) return false;
  const owner = stringifyEntityRef(
    parseEntityRef(server.owner, { defaultKind: 'group' }),
  );
  return refs.some(ref => ref.toLocaleLowerCase('en-US') === owner);
}
