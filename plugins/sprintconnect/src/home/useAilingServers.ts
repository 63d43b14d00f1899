import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { ABOUT_SERVERS, useLive } from '../live';
import { type Loaded, useLoad } from '../ui';
import { type AilingServer, badness, byUrgency } from './byUrgency';

/** Half of what one question about health may name: so many of the reader's own, and so many of all. */
const ASKED = 50;
/** Most owners that one question names; see `serverQuerySchema`. */
const OWNERS_MAX = 40;
/** How long they may be, so that addresses stay short. */
const OWNERS_LENGTH = 1000;
/** Several questions each time, and every home page that is open asks them. */
const SETTLE_MS = 1_000;
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
    const [all, ...owned] = await Promise.all([
      list({ health: AILING }),
      ...inQuestions(ownershipEntityRefs).map(owner =>
        list({ health: AILING, owner }),
      ),
    ]);
    const own = owned
      .flatMap(each => each.items)
      .sort((one, other) => badness(other) - badness(one))
      .slice(0, ASKED);
    const byId = new Map([...own, ...all.items].map(each => [each.id, each]));
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
  useLive({
    settleMs: SETTLE_MS,
    concerns: ({ type }) => ABOUT_SERVERS.includes(type),
    onChange: loaded.reload,
  });
  return loaded;
}

/** The owners, in as many parts as there must be questions. */
function inQuestions(refs: string[]): string[][] {
  const parts: string[][] = [];
  for (const ref of refs) {
    const part = parts.at(-1);
    const fits =
      part &&
      part.length < OWNERS_MAX &&
      [...part, ref].join().length <= OWNERS_LENGTH;
    if (fits) part.push(ref);
    else parts.push([ref]);
  }
  return parts;
}

function isOwned(server: Pick<Server, 'owner'>, refs: string[]): boolean {
  if (!server.owner) return false;
  const owner = stringifyEntityRef(
    parseEntityRef(server.owner, { defaultKind: 'group' }),
  );
  return refs.some(ref => ref.toLocaleLowerCase('en-US') === owner);
}
