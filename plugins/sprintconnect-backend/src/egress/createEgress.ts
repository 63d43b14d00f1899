import type { Agent, fetch as undiciFetch } from 'undici';
import type {
  ClientCertificate,
  Egress,
  EgressError,
  EgressLimits,
  Fetch,
} from '../ports';
import { createDialer } from './createDialer';
import { createResolve, type Resolve } from './createResolve';
import { DestinationPolicy, hostOf, portOf } from './DestinationPolicy';
import { isAddress } from './classifyAddress';
import type { AllowedDestination } from './EgressSettings';
import { explainFailures } from './explainFailures';
import { limitBody } from './limitBody';
import { loadUndici } from './loadUndici';
import { refuseForeignRedirects } from './refuseForeignRedirects';
import { requireDestination } from './requireDestination';
import type { Guard, Send } from './Send';
import { timeOutHeaders } from './timeOutHeaders';

const DEFAULT_LIMITS: EgressLimits = {
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  bodyBytesMax: 10 * 1024 * 1024,
};

const RESOLVE_PATIENCE_MS = 1_000;

export interface EgressOptions {
  /** Exceptions to the rule that only public addresses are reached (`sprintconnect.egress.allow`). */
  allow: readonly AllowedDestination[];
  /** Defaults: 10 s to the headers, 30 s of silence in a body, 10 MiB. */
  limits?: Partial<EgressLimits>;
  /** Default: the ports of well-known services that are not web servers. */
  portsDenied?: readonly number[];
  /** Default: hosts file and name servers of the system, without its threads; see {@link createResolve}. */
  resolve?: Resolve;
}

/** An {@link Egress} and the way to end its idle connections. */
export interface ClosableEgress extends Egress {
  close(): Promise<void>;
}

/**
 * Builds the only way out of the process.
 *
 * What is judged early is judged again on the address that is dialled: a check before that would trust a DNS answer
 * that can change before the socket opens.
 */
export function createEgress(options: EgressOptions): ClosableEgress {
  const defaults = { ...DEFAULT_LIMITS, ...options.limits };
  const resolve = options.resolve ?? createResolve();
  const policy = new DestinationPolicy(options);
  const newDialer = (clientCertificate?: ClientCertificate) =>
    createDialer({
      policy,
      resolve,
      connectTimeoutMs: defaults.headersTimeoutMs,
      clientCertificate,
    });
  let dialer: Agent | undefined;
  const dialerOnce = () => {
    dialer ??= newDialer();
    return dialer;
  };

  // From the outside in.
  const guards: Guard[] = [
    explainFailures, //            every failure says what to do
    requireDestination(policy), // scheme, credentials, port, literal address
    refuseForeignRedirects, //     an allowed host may not vouch for another
    limitBody, //                  bytes after decompression, and silence
    timeOutHeaders, //             from here to the headers, resolving included
  ];
  const send = guards.reduceRight(
    (next, guard) => guard(next),
    dial(dialerOnce, newDialer),
  );

  return {
    fetch(asked = {}, onFailure = () => {}): Fetch {
      const { clientCertificate, ...limits } = asked;
      const request = {
        limits: { ...defaults, ...limits },
        clientCertificate,
        report: onFailure,
      };
      return async (url, init = {}) =>
        send({ ...request, url: new URL(url), init });
    },
    async refusalOf(text) {
      return (await refusalOf(text, policy, resolve))?.message;
    },
    close: () => dialerOnce().destroy(),
  };
}

/** Always the fetch of the undici that made the agent: Node's own speaks to another version of it. */
function dial(
  shared: () => Agent,
  own: (clientCertificate: ClientCertificate) => Agent,
): Send {
  type UndiciInit = Parameters<typeof undiciFetch>[1];
  return async ({ url, init, clientCertificate }) => {
    const dispatcher = clientCertificate ? own(clientCertificate) : shared();
    const asked = loadUndici().fetch(url, {
      ...(init as UndiciInit),
      redirect: 'manual',
      dispatcher,
    });
    // It ends with the body of this one answer: no other request may be taken for ours, and the key goes with it.
    const letGo = () => {
      if (clientCertificate) dispatcher.close().catch(() => {});
    };
    const response = await asked.finally(letGo);
    // Undici's own class, the same in all that the guards use; limitBody answers the global one.
    return response as unknown as Response;
  };
}

async function refusalOf(
  text: string,
  policy: DestinationPolicy,
  resolve: Resolve,
): Promise<EgressError | { message: string } | undefined> {
  if (!URL.canParse(text)) {
    return { message: "It isn't a URL" };
  }
  const url = new URL(text);
  const refusal = policy.refusalOfUrl(url);
  const host = hostOf(url.hostname);
  if (refusal || isAddress(host)) {
    return refusal;
  }
  const addresses = await resolvedWithin(resolve, host, RESOLVE_PATIENCE_MS);
  return addresses
    .map(({ address }) => policy.refusalOfAddress(host, portOf(url), address))
    .find(each => each !== undefined);
}

async function resolvedWithin(resolve: Resolve, host: string, ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const none = new Promise<[]>(settle => {
    timer = setTimeout(() => settle([]), ms);
  });
  try {
    return await Promise.race([resolve(host).catch(() => []), none]);
  } finally {
    clearTimeout(timer);
  }
}
