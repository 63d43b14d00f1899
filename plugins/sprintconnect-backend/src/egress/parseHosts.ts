import { isIP } from 'node:net';

/** The addresses of each name of a hosts file (hosts(5)), in the order of its lines. Names are in lower case. Pure. */
export function parseHosts(text: string): ReadonlyMap<string, string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...names] = line
      .replace(/#.*/, '')
      .split(/\s+/)
      .filter(Boolean);
    // An address of a zone, such as fe80::1%lo0, leads to different places on each machine.
    if (!address || !isIP(address) || address.includes('%')) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      const known = hosts.get(key);
      if (!known) hosts.set(key, [address]);
      else if (!known.includes(address)) known.push(address);
    }
  }
  return hosts;
}
