import type { Stars } from '../stars/useStars';
import type { ServerFilters } from './useServerFilters';

/** So many entities does a request name at most. */
const REFS_MAX = 40;

/** What to ask the backend for. `nothing`: no server can be meant. `unknown`: that is not known yet. */
export type ServersAsked =
  | 'nothing'
  | 'unknown'
  | (Omit<ServerFilters, 'starred'> & { entityRef?: string[] });

/** Filters as the backend takes them, which is told of stars by the entities that have them. */
export function starredQuery(
  { starred, ...filters }: ServerFilters,
  stars: Stars | undefined,
): {
  asked: ServersAsked;
  /** Stars that are more than one request names. */ left?: {
    shown: number;
    count: number;
  };
} {
  if (!starred || !stars) return { asked: filters };
  if (!stars.refs) return { asked: 'unknown' };
  // Every server is an API to the catalog; stars of other kinds are none of ours.
  const refs = [...stars.refs].filter(ref => ref.startsWith('api:')).sort();
  if (refs.length === 0) return { asked: 'nothing' };
  const entityRef = refs.slice(0, REFS_MAX);
  return {
    asked: { ...filters, entityRef },
    ...(refs.length > REFS_MAX && {
      left: { shown: REFS_MAX, count: refs.length },
    }),
  };
}
