import {
  type CapabilityHit,
  type CapabilityHits,
  type FoundCapability,
  type FoundServer,
  type SearchCapabilitiesQuery,
  foundCapabilitySchema,
  foundServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readPage } from '../http';
import type { RequestContext } from '../ports';
import type { ReadScope } from '../records';
import { findCapabilities } from './findCapabilities';
import type { Found } from './FoundStore';
import { fuseRanks } from './fuseRanks';
import { pick } from './pick';
import type { Ranked } from './rankCandidates';
import type { SearchDeps } from './SearchDeps';
import { type SearchFilters, toSearchFilters } from './searchFilters';

const DEGRADED =
  "Search doesn't tolerate typos here because the database doesn't have the extension pg_trgm. A database administrator can create it.";
const CAPABILITY_FIELDS = Object.keys(foundCapabilitySchema.shape);
const SERVER_FIELDS = Object.keys(foundServerSchema.shape);

/** With `q`, the best matches first and no further page; without, everything by name, page by page. */
export async function searchCapabilities(
  deps: SearchDeps,
  ctx: RequestContext,
  {
    query,
    readScope,
  }: { query: SearchCapabilitiesQuery; readScope: ReadScope },
): Promise<CapabilityHits> {
  const filters = toSearchFilters(query, readScope);
  const q = query.q?.trim();
  if (!q) return listAll(deps, ctx, { query, filters });
  const { ranked, isDegraded } = await findCapabilities(deps, ctx, {
    q,
    filters,
  });
  const fused = await withMeaning(deps, ctx, { q, query, filters, ranked });
  const best = fused.slice(0, query.limit);
  const found = new Map(
    (
      await deps.found.find(
        ctx,
        best.map(each => each.id),
        readScope,
      )
    ).map(each => [each.capability.id, each]),
  );
  return {
    items: best.flatMap(each => {
      const one = found.get(each.id);
      return one ? toHit(one, each) : [];
    }),
    ...(isDegraded && { degraded: DEGRADED }),
  };
}

/** Adds what means the like, where a provider of embeddings is configured and answers. */
async function withMeaning(
  deps: SearchDeps,
  ctx: RequestContext,
  what: {
    q: string;
    query: SearchCapabilitiesQuery;
    filters: SearchFilters;
    ranked: Ranked[];
  },
): Promise<Ranked[]> {
  const { q, query, filters, ranked } = what;
  if (!deps.embeddings) return ranked;
  const narrowing = await deps.index.narrow(ctx, filters);
  const similar = await deps.embeddings.find(ctx, {
    text: q,
    limit: Math.max(query.limit, 50),
    keep: ids => deps.index.keep(ctx, { ids, filters, narrowing }),
  });
  return similar.length === 0 ? ranked : fuseRanks(ranked, similar);
}

async function listAll(
  { cursors, found }: SearchDeps,
  ctx: RequestContext,
  what: { query: SearchCapabilitiesQuery; filters: SearchFilters },
): Promise<CapabilityHits> {
  const { query, filters } = what;
  const page = await readPage(cursors, ctx, {
    query,
    known: [],
    read: ({ after, limit }) =>
      found.list(ctx, {
        filters,
        after: after && { sortName: String(after[0]), id: String(after[1]) },
        limit,
      }),
    toItem: each => toHit(each, { score: 0, match: 'listed' }),
    placeOf: each => [each.sortName, each.capability.id],
  });
  return page as CapabilityHits;
}

function toHit(
  { capability, server }: Found,
  { score, match }: Pick<Ranked, 'score' | 'match'>,
): CapabilityHit {
  return {
    score,
    match,
    capability: pick(capability, CAPABILITY_FIELDS) as FoundCapability,
    server: pick(server, SERVER_FIELDS) as FoundServer,
  };
}
