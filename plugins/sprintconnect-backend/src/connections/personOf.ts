import type { Person, RequestContext } from '../ports';
import { peopleOnly } from './refusals';

/** The person who asks; a plugin that asks on behalf of a user is that user. Throws a 403 problem for anybody else. */
export function personOf({ caller, orgId }: RequestContext): Person {
  if (caller.type !== 'user') throw peopleOnly();
  return { orgId, userRef: caller.ref };
}
