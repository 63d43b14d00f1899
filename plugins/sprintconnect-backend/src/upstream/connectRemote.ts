import type { Client } from '@modelcontextprotocol/client';
import {
  type Remote,
  TiedSignal,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock } from '../ports';
import { describeRemote } from './describeRemote';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import { loadSdk } from './loadSdk';
import { openTransport, type TransportOptions } from './openTransport';
import { type Negotiation, planNegotiation } from './planNegotiation';
import { SdkConnection } from './SdkConnection';
import type { EraVerdict, UpstreamConnection } from './Upstream';
import { UpstreamError } from './UpstreamError';

/** Who we are, to servers. */
export const CLIENT = { name: 'sprintconnect', version: '0.1.0' };

export interface ConnectOptions extends TransportOptions {
  clock: Clock;
  prior?: EraVerdict;
  signal: AbortSignal;
}

/** Connects to one remote within `connectTimeoutMs`, a second way of negotiating included. */
export async function connectRemote(
  remote: Remote,
  options: ConnectOptions,
): Promise<UpstreamConnection> {
  const { connectTimeoutMs } = options.settings;
  const tied = new TiedSignal({
    sources: [options.signal],
    timeoutMs: connectTimeoutMs,
  });
  const { signal } = tied;
  const prior = priorOf(remote, options.prior);
  const within = { ...options, prior, signal };
  const plan = planNegotiation(remote.type, prior, options.clock.now());
  try {
    try {
      return await attempt(remote, plan, within);
    } catch (error) {
      const other = secondPlan(remote, plan, error);
      if (!other || signal.aborted) {
        throw error;
      }
      return await attempt(remote, other, within);
    }
  } catch (error) {
    if (tied.isLate && !options.signal.aborted) {
      throw new UpstreamError(
        'timeout',
        `${describeRemote(remote)} did not complete the connection within ${connectTimeoutMs} ms`,
      );
    }
    throw error;
  } finally {
    tied.untie();
  }
}

function priorOf(
  { url }: Remote,
  prior: EraVerdict | undefined,
): EraVerdict | undefined {
  return (prior?.remoteUrl ?? url) === url ? prior : undefined;
}

/** A stale legacy verdict fails against a server that became modern-only; some processes die of an early probe. */
function secondPlan(
  remote: Remote,
  plan: Negotiation,
  error: unknown,
): Negotiation | undefined {
  const code = error instanceof UpstreamError ? error.code : undefined;
  if (remote.type === 'sse') {
    return undefined;
  }
  const hasEnded = remote.type === 'stdio' && code === 'refused';
  if (plan === 'assume-legacy') {
    return code === 'protocol' || hasEnded ? 'negotiate' : undefined;
  }
  return hasEnded ? 'assume-legacy' : undefined;
}

async function attempt(
  remote: Remote,
  plan: Negotiation,
  options: ConnectOptions,
): Promise<UpstreamConnection> {
  const { settings, signal } = options;
  const opened = openTransport(remote, options);
  const { transport } = opened;
  const sdk = loadSdk();
  const client = new sdk.Client(CLIENT, {
    versionNegotiation: {
      mode: 'auto',
      probe: { timeoutMs: probeTimeoutMs(remote, settings.connectTimeoutMs) },
    },
  });
  const connecting = client.connect(transport, {
    prior: plan === 'assume-legacy' ? { kind: 'legacy' } : undefined,
    timeout: settings.connectTimeoutMs,
    signal,
  });
  try {
    await withSignal({ sources: [signal, transport.failed] }, giveUp =>
      abortable(connecting, giveUp),
    );
  } catch (error) {
    await transport.close().catch(() => {});
    throw explainUpstreamFailure(error, remote, transport.fault);
  }
  return new SdkConnection({
    client,
    opened,
    remote,
    settings,
    verdict: verdictOf(client, plan, options),
  });
}

/** Of a process that does not answer a probe we learn the era by its silence, so time must be left for `initialize`. */
function probeTimeoutMs(remote: Remote, connectTimeoutMs: number): number {
  return remote.type === 'stdio' ? connectTimeoutMs / 2 : connectTimeoutMs;
}

function verdictOf(
  client: Client,
  plan: Negotiation,
  { prior, clock }: ConnectOptions,
): EraVerdict {
  const era = client.getProtocolEra() ?? 'legacy';
  const isOldNews = plan === 'assume-legacy' && prior?.era === 'legacy';
  return {
    era,
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
          'The connection was given up before it was complete',
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
