import type { Permission } from '@backstage/plugin-permission-common';
import type {
  Capability,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from './RequestContext';

/** One thing that can be asked of a server or a capability, in a list as well as of one. */
export type Trait =
  /** The server's owner is written in one of these ways, in lower case. */
  | { trait: 'owner'; anyOf: readonly string[] }
  | { trait: 'tag'; anyOf: readonly string[] }
  | { trait: 'environment'; anyOf: readonly string[] }
  | { trait: 'lifecycle'; anyOf: readonly string[] }
  | { trait: 'status'; anyOf: readonly string[] }
  /** The capability's name fits a pattern in which `*` stands for any characters. */
  | { trait: 'name'; pattern: string }
  | { trait: 'kind'; anyOf: readonly string[] }
  | { trait: 'read-only' }
  | { trait: 'destructive' };

/** What must hold of a thing. No parts in `allOf` is always true, none in `anyOf` never. */
export type Criteria =
  | Trait
  | { allOf: readonly Criteria[] }
  | { anyOf: readonly Criteria[] }
  | { not: Criteria };

/** A capability as conditions see it. */
export type JudgedCapability = Pick<
  Capability,
  'kind' | 'name' | 'annotations'
>;

/** A server, or a capability with its server. */
export interface Judged {
  server: Pick<
    Server,
    'owner' | 'tags' | 'environment' | 'lifecycle' | 'status'
  >;
  capability?: JudgedCapability;
}

/**
 * What a caller may do with a permission: with everything, with what fits the criteria, or with nothing. Made once for a
 * request, outside of any transaction; stores turn the criteria into SQL, so that a list holds what is
 * allowed and nothing is filtered after it was fetched.
 */
export interface Judgement {
  readonly permission: Permission;
  /** Who was judged, for the words of a refusal. */
  readonly callerRef: string;
  readonly criteria: Criteria;
  /** Whether it allows this one thing. The same answer as the criteria give in SQL. */
  allows(thing: Judged): boolean;
}

/** Always true, and never. */
export const EVERYTHING: Criteria = { allOf: [] };
export const NOTHING: Criteria = { anyOf: [] };

/** Whether nothing needs to be asked of a thing. Other criteria may be true of everything, too. */
export function isUnconditional(criteria: Criteria): boolean {
  return 'allOf' in criteria && criteria.allOf.every(isUnconditional);
}

/** Whether it is true of nothing, whatever is asked. Other criteria may be, too. */
export function isNever(criteria: Criteria): boolean {
  return (
    !('trait' in criteria) &&
    'anyOf' in criteria &&
    criteria.anyOf.every(isNever)
  );
}

/**
 * What background work may do: everything. For callers of inside who act for nobody; a request has its judgement
 * from the {@link Authorizer}.
 */
export function unrestricted(
  ctx: RequestContext,
  permission: Permission,
): Judgement {
  return {
    permission,
    callerRef: ctx.caller.ref,
    criteria: EVERYTHING,
    allows: () => true,
  };
}
