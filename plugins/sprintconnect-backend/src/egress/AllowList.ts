import { isAddress, normalForm } from './addresses/classifyAddress';
import type { AllowedDestination } from './EgressSettings';

/** The administrator's exceptions, in the spelling that URLs use. */
export class AllowList {
  readonly #entries: ReadonlyArray<{
    host: string;
    ports?: ReadonlySet<number>;
  }>;

  /** Throws when an entry is not a host, so that a slip in the configuration is not lost in silence. */
  constructor(allow: readonly AllowedDestination[]) {
    this.#entries = allow.map(({ host, ports }, index) => {
      const canonical = canonicalHost(host);
      if (!canonical) {
        throw new Error(
          `sprintconnect.egress.allow[${index}].host is "${host}", which isn't a plain host name or IP address`,
        );
      }
      return { host: canonical, ports: ports && new Set(ports) };
    });
  }

  /** Whether an entry covers this host (name or address) at this port. */
  covers(host: string, port: number): boolean {
    if (this.#entries.length === 0) return false;
    const canonical = canonicalHost(host);
    return this.#entries.some(
      entry =>
        entry.host === canonical && (!entry.ports || entry.ports.has(port)),
    );
  }

  /** Whether an entry could cover this host at this port once its addresses are known. */
  mayCover(host: string, port: number): boolean {
    if (this.#entries.length === 0) return false;
    const canonical = canonicalHost(host);
    return this.#entries.some(
      entry =>
        (entry.host === canonical || isAddress(entry.host)) &&
        (!entry.ports || entry.ports.has(port)),
    );
  }

  /** Whether an entry covers this host and names this very port. */
  namesPort(host: string, port: number): boolean {
    if (this.#entries.length === 0) return false;
    const canonical = canonicalHost(host);
    return this.#entries.some(
      entry => entry.host === canonical && entry.ports?.has(port),
    );
  }
}

function canonicalHost(host: string): string | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (bare.includes(':')) {
    return isAddress(bare) ? normalForm(bare) : undefined;
  }
  if (!/^[^/?#@\\*\s]+$/.test(bare) || !URL.canParse(`http://${bare}/`)) {
    return undefined;
  }
  const name = new URL(`http://${bare}/`).hostname.replace(/\.$/, '');
  return isAddress(name) ? normalForm(name) : name;
}
