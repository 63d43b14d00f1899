import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError, invalid } from '../http';
import type { RegistryDeps } from './RegistryDeps';

/** How the fields that name an entity are read, where they leave something out. */
const NAMES = {
  owner: { kinds: ['group', 'user'], words: 'group or user' },
  system: { kinds: ['system'], words: 'system' },
} as const;

type Field = keyof typeof NAMES;

/**
 * Holds owner and system to what there is in the catalog: rights hang on the owner, and a name with a mistake in it gives them to
 * nobody, or to whoever is called so later. Throws a 400 problem that names what there is not, and a 503 problem while the catalog does
 * not answer. A portal without a catalog takes any name. To be called before a transaction.
 */
export async function checkOwnership(
  { findEntities }: Pick<RegistryDeps, 'findEntities'>,
  given: { owner?: string | null; system?: string | null },
): Promise<void> {
  const named = (['owner', 'system'] as const).flatMap(field => {
    const text = given[field];
    return text ? [{ field, ...readRef(field, text) }] : [];
  });
  if (named.length === 0) return;
  const known = await findEntities(named.map(({ ref }) => ref)).catch(cause => {
    throw cannotCheck(cause);
  });
  if (!known) return;
  const faults = named.flatMap(({ field, kind, ref }): Fault[] => {
    const { kinds, words } = NAMES[field];
    if (!kinds.some(each => each === kind)) {
      return [
        {
          path: field,
          message: `must be a ${words}, such as ${kinds[0]}:default/example`,
        },
      ];
    }
    return known.has(ref)
      ? []
      : [
          {
            path: field,
            message: `is not in the catalog: there is no ${ref}; choose a ${words} that exists`,
          },
        ];
  });
  if (faults.length > 0) throw invalid(faults);
}

/** As Backstage reads `spec.owner` and `spec.system` (Descriptor Format): the kind and the namespace `default` may be left out. */
function readRef(field: Field, text: string): { kind: string; ref: string } {
  const [, kind = NAMES[field].kinds[0], namespace = 'default', name] =
    /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/.exec(text.toLowerCase()) ?? [];
  return { kind, ref: `${kind}:${namespace}/${name}` };
}

function cannotCheck(cause: unknown): ProblemError {
  return new ProblemError({
    kind: 'catalog-unavailable',
    detail:
      'The catalog does not answer, so the owner and the system could not be checked. Try again in a moment.',
    headers: { 'Retry-After': '5' },
    cause,
  });
}
