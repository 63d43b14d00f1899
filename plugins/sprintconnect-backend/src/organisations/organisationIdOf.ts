import { createHash } from 'node:crypto';

const ID_MAX = 64;
const STEM = 46;

/** How an organisation may be written in a header, a claim or the configuration. */
export const ORGANISATION_ID = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/;

/**
 * The id of the organisation that a group is: its name, in lower case, and before it the namespace and "~" where that is
 * not `default`. No name holds a "~", so that no two groups share an id. One that would be too long ends in "~~" and a hash.
 */
export function organisationIdOf(group: {
  namespace: string;
  name: string;
}): string {
  const [namespace, name] = [group.namespace, group.name].map(each =>
    each.toLowerCase(),
  );
  const whole = namespace === 'default' ? name : `${namespace}~${name}`;
  if (whole.length <= ID_MAX) return whole;
  const hash = createHash('sha256').update(whole).digest('hex');
  return `${whole.slice(0, STEM)}~~${hash.slice(0, ID_MAX - STEM - 2)}`;
}
