import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { parseHosts } from './parseHosts';
import { namesToAsk, parseResolvConf } from './parseResolvConf';
import { takeTurns } from './takeTurns';
import { watchedFile } from './watchedFile';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Answers every A and AAAA record of a name. Rejects or answers none when there is none. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

export interface ResolveOptions {
  /** Name servers, as `dns.setServers` takes them. Default: those of the system. */
  servers?: readonly string[];
  /** Default: that of the system. */
  hostsFile?: string;
  /** Default: `/etc/resolv.conf`. Where there is none, no name is completed. */
  resolvConf?: string;
  /** The way of the system, on its threads. */
  systemResolve?: Resolve;
  /** Longest wait for the name servers, for all that is asked about one name. Default: 4 s. */
  patienceMs?: number;
}

const HOSTS_FILE =
  process.platform === 'win32'
    ? 'C:\\Windows\\System32\\drivers\\etc\\hosts'
    : '/etc/hosts';
const PATIENCE_MS = 4_000;
/** Of one question, before it is asked again. */
const QUESTION_TIMEOUT_MS = 1_500;
const TRIES = 2;
/** Libuv runs two such lookups at once, for everybody in the process: one of them stays with the others. */
const THREADS_MAX = 1;
const THREAD_PATIENCE_MS = 2_000;

/** The name server answered, and there is no address. */
const HAS_NONE = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

/**
 * Resolves names without holding the threads that files, zlib and crypto share: the hosts file, then the name servers by
 * c-ares, with the search list of the system. Only a name that is not there, or that no name server could be reached for, is
 * asked of the system, which may know other sources (nsswitch.conf), one at a time. Nothing is cached.
 *
 * @remarks
 *
 * A name server that is silent ends the resolution: `EAI_AGAIN`, after `patienceMs` at most. The system is then not asked, because it
 * would wait for the same server on a thread. A name without address is `ENOTFOUND`. `localhost` and the names below it are
 * loopback, whatever a name server says (RFC 6761, section 6.3).
 */
export function createResolve(options: ResolveOptions = {}): Resolve {
  const { servers, patienceMs = PATIENCE_MS } = options;
  const hosts = watchedFile(options.hostsFile ?? HOSTS_FILE, parseHosts);
  const search = watchedFile(
    options.resolvConf ?? '/etc/resolv.conf',
    parseResolvConf,
  );
  const systemResolve =
    options.systemResolve ??
    (name => lookup(name, { all: true, order: 'verbatim' }));
  const onThread = takeTurns({
    atOnce: THREADS_MAX,
    patienceMs: THREAD_PATIENCE_MS,
  });

  return async hostname => {
    if (isIP(hostname)) return withFamily([hostname]);
    const name = hostname.toLowerCase().replace(/\.$/, '');
    const known = hosts().get(name) ?? loopbackOf(name);
    if (known) return withFamily(known);
    const names = namesToAsk(hostname, search());
    const found = await asked(names, { servers, patienceMs });
    if (found.length > 0) return found;
    const bySystem = await onThread(() => systemResolve(hostname));
    if (!bySystem) throw failure('ENOTFOUND', hostname);
    return bySystem;
  };
}

/** The addresses of the first of these names that has some; none where the name servers know none or cannot be reached. */
async function asked(
  names: readonly string[],
  options: { servers?: readonly string[]; patienceMs: number },
): Promise<ResolvedAddress[]> {
  // One for each resolution, so that it can be ended without others.
  const resolver = new Resolver({
    timeout: QUESTION_TIMEOUT_MS,
    tries: TRIES,
  });
  if (options.servers) resolver.setServers(options.servers);
  const timer = setTimeout(() => resolver.cancel(), options.patienceMs);
  try {
    for (const name of names) {
      const answers = await Promise.allSettled([
        resolver.resolve4(name),
        resolver.resolve6(name),
      ]);
      const addresses = answers.flatMap(each =>
        each.status === 'fulfilled' ? each.value : [],
      );
      if (addresses.length > 0) return withFamily(addresses);
      const codes = answers.flatMap(each =>
        each.status === 'rejected' ? [String(each.reason?.code)] : [],
      );
      if (codes.includes('ECONNREFUSED')) return [];
      if (!codes.every(code => HAS_NONE.has(code))) {
        throw failure('EAI_AGAIN', name);
      }
    }
    return [];
  } finally {
    clearTimeout(timer);
  }
}

function loopbackOf(name: string): string[] | undefined {
  return /(^|\.)localhost$/.test(name) ? ['127.0.0.1', '::1'] : undefined;
}

function withFamily(addresses: readonly string[]): ResolvedAddress[] {
  return addresses.map(address => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
}

/** With the codes of the system's own resolver, which the words for people go by. */
function failure(code: 'ENOTFOUND' | 'EAI_AGAIN', name: string): Error {
  return Object.assign(new Error(`${code} ${name}`), { code });
}
