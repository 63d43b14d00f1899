import {
  type Egress,
  EgressError,
  type EgressLimits,
  type EgressTarget,
  type Fetch,
  type WayOut,
} from '../ports';
import { isAddress } from './addresses/classifyAddress';
import {
  type CountAttempt,
  countAttempts,
  failedAttempt,
} from './countAttempts';
import { createResolve, type Resolve } from './createResolve';
import { dial } from './dial';
import { type DestinationPolicy, hostOf, portOf } from './DestinationPolicy';
import type { AllowedDestination } from './EgressSettings';
import { explainFailures } from './explainFailures';
import { limitBody } from './limitBody';
import { limitTraffic } from './limitTraffic';
import type { EgressProxy } from './DialerOptions';
import { noteAddresses } from './refusedAddresses';
import { refuseForeignRedirects } from './refuseForeignRedirects';
import { requireDestination } from './requireDestination';
import type { RuleSource } from './rules/RuleBook';
import type { Guard } from './Send';
import { timeOutHeaders } from './timeOutHeaders';
import type { TlsChoices } from './tlsOptions';
import type { TrafficLimits } from './Turnstile';
import type { Way } from './Way';
import { Ways } from './Ways';

const DEFAULT_LIMITS: EgressLimits = {
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  bodyBytesMax: 10 * 1024 * 1024,
};

const RESOLVE_PATIENCE_MS = 1_000;

export interface EgressOptions {
  /** Exceptions to the rule that only public addresses are reached (`sprintconnect.egress.allow`). */
  allow: readonly AllowedDestination[];
  /** Where the rules of organisations are. Default: there are none. */
  rules?: RuleSource;
  /** What servers of an environment reach where no rule says anything. Default: what is public. */
  defaultOf?(environment: string | undefined): 'public' | 'none';
  /** What each organisation may have of this instance. Default: any number. */
  traffic?: TrafficLimits;
  /** Hears what came of each request for an organisation. */
  count?: CountAttempt;
  tls?: TlsChoices;
  proxy?: EgressProxy;
  /** Defaults: 10 s to the headers, 30 s of silence in a body, 10 MiB. */
  limits?: Partial<EgressLimits>;
  /** Default: the ports of well-known services that are not web servers. */
  portsDenied?: readonly number[];
  /** Default: hosts file and name servers of the system, without its threads; see {@link createResolve}. */
  resolve?: Resolve;
}

/** An {@link Egress} and the way to end its idle connections. */
export interface ClosableEgress extends Egress {
  /** The policy that holds for a target now, for who asks what it says. */
  policyFor(target: EgressTarget): Promise<DestinationPolicy>;
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
  const ways = new Ways(options, {
    policy: { allow: options.allow, portsDenied: options.portsDenied },
    resolve,
    connectTimeoutMs: defaults.headersTimeoutMs,
    tls: options.tls,
    proxy: options.proxy,
  });

  // From the outside in.
  const count = options.count ?? (() => {});
  const guards: Guard[] = [
    countAttempts(count), //   what came of it
    explainFailures, //        every failure says what to do
    requireDestination, //     scheme, credentials, port, name, literal address
    limitTraffic, //           requests within a minute
    refuseForeignRedirects, // an allowed host may not vouch for another
  ];
  const send = guards.reduceRight(
    (next, guard) => guard(next),
    // Bytes after decompression, and silence; within it the time to the headers, resolving included.
    limitBody(timeOutHeaders(dial)),
  );

  const outBy = (
    wayNow: () => Way | Promise<Way>,
    target?: EgressTarget,
  ): WayOut => ({
    fetch(asked = {}, onFailure = () => {}): Fetch {
      const { clientCertificate, ...limits } = asked;
      const request = {
        limits: { ...defaults, ...limits },
        clientCertificate,
        report: onFailure,
      };
      return async (url, init = {}) =>
        send({
          ...request,
          url: new URL(url),
          init,
          way: await known(wayNow, error => {
            onFailure(error);
            // Nobody did what is not allowed, so that it is counted, and no refusal to be told of.
            if (!target) return;
            const { refusal: _, ...attempt } = failedAttempt(
              target,
              new URL(url),
              error,
            );
            count(attempt);
          }),
        });
    },
    async refusalOf(text) {
      const { policy, of } = await wayNow();
      const refusal = await refusalOf(text, policy, resolve);
      // What is no URL is no destination.
      if (of.target && refusal instanceof EgressError) {
        count(failedAttempt(of.target, new URL(text), refusal));
      }
      return refusal?.message;
    },
  });
  return {
    ...outBy(() => ways.own),
    for: target => outBy(() => ways.of(target), target),
    policyFor: async target => (await ways.of(target)).policy,
    close: () => ways.close(),
  };
}

/** A way whose rules cannot be had is a failure as any other: who only listens for those hears of it. */
async function known(
  wayNow: () => Way | Promise<Way>,
  report: (error: EgressError) => void,
): Promise<Way> {
  try {
    return await wayNow();
  } catch (error) {
    report(error as EgressError);
    throw error;
  }
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
  const found = await resolvedWithin(resolve, host, RESOLVE_PATIENCE_MS);
  const addresses = found.map(({ address }) => address);
  const wrong = addresses
    .map(address => policy.refusalOfAddress(host, portOf(url), address))
    .find(each => each !== undefined);
  return wrong && noteAddresses(wrong, addresses);
}

/** The addresses of a name; none where they are not known in time. */
export async function resolvedWithin(
  resolve: Resolve,
  host: string,
  ms: number,
) {
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
