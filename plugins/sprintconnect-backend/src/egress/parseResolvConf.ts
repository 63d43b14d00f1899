/** How names that are not whole become whole (resolv.conf(5): `search`, `domain`, `ndots`). */
interface SearchList {
  domains: readonly string[];
  /** A name with so many dots is asked for as it is first. */
  ndots: number;
}

const NDOTS_MAX = 15;

/** The last `search` or `domain` counts, and without one no domain. Pure. */
export function parseResolvConf(text: string): SearchList {
  let domains: string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [word, ...values] = line
      .replace(/[#;].*/, '')
      .split(/\s+/)
      .filter(Boolean);
    if (word === 'search') domains = values;
    if (word === 'domain') domains = values.slice(0, 1);
    if (word === 'options') {
      const [, dots] = /\bndots:(\d+)/.exec(values.join(' ')) ?? [];
      if (dots !== undefined) ndots = Math.min(Number(dots), NDOTS_MAX);
    }
  }
  return { domains: domains.map(each => each.replace(/\.$/, '')), ndots };
}

/** The whole names that a name may stand for, in the order in which they are asked for. Pure. */
export function namesToAsk(
  name: string,
  { domains, ndots }: SearchList,
): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const dots = name.split('.').length - 1;
  const searched = domains
    .filter(domain => domain !== '')
    .map(domain => `${name}.${domain}`);
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}
