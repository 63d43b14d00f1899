import type { Client } from '@modelcontextprotocol/client';
import {
  type JsonObject,
  type Remote,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock } from '../ports';
import { describeRemote } from './describeRemote';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import { loadSdk } from './loadSdk';
import type { MeteredTransport } from './MeteredTransport';
import { openTransport, type TransportOptions } from './openTransport';
import {
  type Negotiation,
  planNegotiation,
  staleSince,
} from './planNegotiation';
import { SdkConnection } from './SdkConnection';
import { isOnlySlow, leavesEraOpen, tellingOf } from './tellingOf';
import type { EraVerdict } from './EraVerdict';
import { UpstreamError } from './UpstreamError';

/** Who we are, to servers. */
export const CLIENT = { name: 'sprintconnect', version: '0.1.0' };

export interface ConnectOptions extends TransportOptions {
  clock: Clock;
  prior?: EraVerdict;
  signal: AbortSignal;
  /** What the server is told that its client can be asked. Default: nothing. */
  clientCapabilities?: JsonObject;
}

/**
 * Connects to one remote within `connectTimeoutMs`, a second way of negotiating included. Where both ways fail, the
 * failure that says more is thrown.
 */
export async function connectRemote(
  remote: Remote,
  options: ConnectOptions,
): Promise<SdkConnection> {
  const { connectTimeoutMs: timeoutMs } = options.settings;
  const prior = priorOf(remote, options.prior);
  return withSignal(
    { sources: [options.signal], timeoutMs },
    async (signal, tied) => {
      const outcome = await negotiate(remote, { ...options, prior, signal });
      if (outcome.connection) return outcome.connection;
      const { failure } = outcome;
      if (failure.code !== 'timeout' || !tied.isLate) throw failure;
      throw new UpstreamError(
        'timeout',
        `${describeRemote(remote)} didn't complete the connection within ${timeoutMs} ms`,
      );
    },
  );
}

async function negotiate(
  remote: Remote,
  options: ConnectOptions,
): Promise<Connected | Failed> {
  const { prior, clock, signal } = options;
  const plan = planNegotiation(remote.type, prior, clock.now());
  const first = await attempt(remote, { plan }, options);
  if (first.connection) return first;
  const other = secondPlan(remote, plan, first);
  if (!other || signal.aborted) return first;
  const isGuess = other === 'assume-legacy' && remote.type !== 'stdio';
  const second = await attempt(remote, { plan: other, isGuess }, options);
  if (second.connection || remote.type === 'stdio') return second;
  const failure = isOnlySlow(first.failure, second.failure)
    ? slow(remote, options)
    : tellingOf(first.failure, second.failure);
  return { ...second, failure };
}

function priorOf(
  { url }: Remote,
  prior: EraVerdict | undefined,
): EraVerdict | undefined {
  return (prior?.remoteUrl ?? url) === url ? prior : undefined;
}

/**
 * A stale legacy verdict fails against a server that became modern-only; some processes die of an early probe; and
 * some legacy servers over HTTP answer `server/discover` by anything at all.
 */
function secondPlan(
  { type }: Remote,
  plan: Negotiation,
  { failure, askedInitialize }: Failed,
): Negotiation | undefined {
  if (type === 'sse') {
    return undefined;
  }
  const hasEnded = type === 'stdio' && failure.code === 'refused';
  if (plan === 'assume-legacy') {
    // Who loses the session of `initialize` has answered it, and is no other era.
    const isOther = failure.code === 'protocol' && !failure.lostSession;
    return isOther || hasEnded ? 'negotiate' : undefined;
  }
  const mayBeLegacy =
    type === 'streamable-http' && !askedInitialize && leavesEraOpen(failure);
  return hasEnded || mayBeLegacy ? 'assume-legacy' : undefined;
}

type Connected = { connection: SdkConnection };
type Failed = {
  connection?: undefined;
  failure: UpstreamError;
  askedInitialize: boolean;
};

interface Way {
  plan: Negotiation;
  /** Nothing but a failure of `server/discover` speaks for it. */
  isGuess?: boolean;
}

async function attempt(
  remote: Remote,
  way: Way,
  options: ConnectOptions,
): Promise<Connected | Failed> {
  const { settings, signal } = options;
  const opened = openTransport(remote, options);
  const { transport } = opened;
  const sdk = loadSdk();
  const client = new sdk.Client(CLIENT, {
    capabilities: options.clientCapabilities,
    versionNegotiation: {
      mode: 'auto',
      // Time must be left for `initialize`: some servers answer a question that they do not know by silence.
      probe: { timeoutMs: settings.connectTimeoutMs / 2 },
    },
  });
  const connecting = client.connect(transport, {
    prior: way.plan === 'assume-legacy' ? { kind: 'legacy' } : undefined,
    timeout: settings.connectTimeoutMs,
    signal,
  });
  try {
    await withSignal({ sources: [signal, transport.failed] }, giveUp =>
      abortable(connecting, giveUp),
    );
  } catch (error) {
    await transport.close().catch(() => {});
    const { askedInitialize, context } = transport;
    const failure = explainUpstreamFailure(error, remote, {
      ...context,
      // Where the server said that it is modern, what followed is no more than the echo.
      fault: modernErrorOn(remote, transport) ?? context.fault,
    });
    const isSlow =
      failure.isUnknownMethod && transport.openDiscover !== undefined;
    return {
      failure: isSlow ? slow(remote, options) : failure,
      askedInitialize,
    };
  }
  const verdict = verdictOf(client, way, options);
  const isGuess = way.isGuess || transport.discoverFailure !== undefined;
  const isFirstGuess = isGuess && options.prior?.era !== 'legacy';
  const isModern = modernErrorOn(remote, transport) !== undefined;
  if (verdict.era === 'legacy' && (isModern || isFirstGuess)) {
    // One bad answer of a modern server must not hide its era for a day: the next connection asks again.
    verdict.at = staleSince(options.clock.now());
  }
  const parts = { client, opened, remote, settings, verdict };
  return { connection: new SdkConnection(parts) };
}

/** The SDK asks `initialize` after the time for `server/discover`, and a modern server answers that it does not know it. */
function slow(remote: Remote, { settings }: ConnectOptions): UpstreamError {
  const timeoutMs = settings.connectTimeoutMs / 2;
  return new UpstreamError(
    'timeout',
    `${describeRemote(remote)} didn't answer server/discover within ${timeoutMs} ms, and doesn't support initialize. If it starts slowly, raise its connection timeout.`,
  );
}

/** The error by which the server said that it is modern. The SDK goes on to `initialize` after some of them. */
function modernErrorOn({ type }: Remote, { modernError }: MeteredTransport) {
  return type === 'streamable-http' ? modernError : undefined;
}

function verdictOf(
  client: Client,
  { plan, isGuess }: Way,
  { prior, clock }: ConnectOptions,
): EraVerdict {
  const isOldNews =
    plan === 'assume-legacy' && !isGuess && prior?.era === 'legacy';
  return {
    era: client.getProtocolEra() ?? 'legacy',
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    // What was only assumed keeps its date, so that it is asked again in time.
    at: isOldNews ? prior.at : clock.now(),
  };
}

/** While it connects, the SDK does not hear every signal, nor of every failure of its transport. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(
        new UpstreamError(
          'timeout',
          'The connection was cancelled before it was complete',
        ),
      );
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
    work
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
