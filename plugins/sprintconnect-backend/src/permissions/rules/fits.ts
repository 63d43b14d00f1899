import { effectOf } from '@sprintconnect/plugin-sprintconnect-common';
import type { Criteria, Judged, Trait } from '../../ports';

/** Whether a thing fits criteria: what {@link Criteria} mean, said once in code; the stores say it in SQL. */
export function fits(criteria: Criteria, thing: Judged): boolean {
  if ('allOf' in criteria)
    return criteria.allOf.every(each => fits(each, thing));
  if ('not' in criteria) return !fits(criteria.not, thing);
  if (!('trait' in criteria))
    return criteria.anyOf.some(each => fits(each, thing));
  return has(criteria, thing);
}

function has(trait: Trait, { server, capability }: Judged): boolean {
  const isIn = (value: string | undefined, values: readonly string[]) =>
    value !== undefined && values.includes(value);
  switch (trait.trait) {
    case 'owner':
      return isIn(server.owner?.toLowerCase(), trait.anyOf);
    case 'tag':
      return server.tags.some(tag => trait.anyOf.includes(tag));
    case 'environment':
    case 'lifecycle':
    case 'status':
      return isIn(server[trait.trait], trait.anyOf);
    case 'kind':
      return isIn(capability?.kind, trait.anyOf);
    case 'name':
      return capability !== undefined && isLike(capability.name, trait.pattern);
    default:
      return capability !== undefined && effectOf(capability) === trait.trait;
  }
}

/** Without a regular expression, whose time a pattern could drive up. */
function isLike(name: string, pattern: string): boolean {
  const [head, ...rest] = pattern.split('*');
  if (rest.length === 0) return name === head;
  const tail = rest.pop() as string;
  if (!name.startsWith(head) || name.length < head.length + tail.length) {
    return false;
  }
  let at = head.length;
  const end = name.length - tail.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return name.endsWith(tail);
}
