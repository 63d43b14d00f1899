import { ProblemError } from '../http';
import { PromiseCache } from '../pace';
import type { Catalog, Clock } from '../ports';
import { nearestOrganisation, type Nearest } from './nearestOrganisation';
import { type Organisation, organisationOf } from './Organisation';

const CACHED_MAX = 10_000;

/** The organisation of a user or group, by its full reference in lower case. Throws a 403 problem where there is none. */
export type FindOrganisation = (ref: string) => Promise<Organisation>;

/**
 * Asks the catalog and remembers what it said, also that there is none; but not that it did not answer, which is a 503.
 * Who asks while an answer is on its way waits for that one.
 */
export function createOrganisationFinder(options: {
  catalog: Catalog;
  clock: Clock;
  cacheSeconds: number;
}): FindOrganisation {
  const { catalog, clock, cacheSeconds } = options;
  const known = new PromiseCache<Nearest>({
    clock,
    keptMs: cacheSeconds * 1000,
    max: CACHED_MAX,
  });
  return async ref => {
    let nearest: Nearest;
    try {
      nearest = await known.get(ref, () => nearestOrganisation(catalog, ref));
    } catch (cause) {
      throw new ProblemError({
        kind: 'catalog-unavailable',
        detail: `The catalog can't tell which organisation ${ref} belongs to right now. Try again soon.`,
        headers: { 'Retry-After': '5' },
        cause,
      });
    }
    if ('group' in nearest) return organisationOf(nearest.group);
    throw new ProblemError({
      kind: 'organisation-missing',
      detail: wordsOf(ref, nearest),
    });
  };
}

function wordsOf(
  ref: string,
  nearest: Exclude<Nearest, { group: unknown }>,
): string {
  if ('ambiguous' in nearest) {
    return `${ref} belongs to several organisations equally: ${nearest.ambiguous.join(', ')}. Change the groups in the catalog so that one is nearer.`;
  }
  const why = {
    unknown: "it isn't in the catalog",
    'no-group':
      'none of its parent groups in the catalog has spec.type organization',
    'too-far': 'it has too many parent groups in the catalog to search',
  }[nearest.none];
  return `${ref} doesn't belong to an organisation: ${why}. Ask whoever maintains the catalog's groups.`;
}
