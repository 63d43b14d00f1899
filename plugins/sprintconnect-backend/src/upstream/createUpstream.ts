import {
  type Remote,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, CredentialSource, Egress, WayOut } from '../ports';
import { connectRemote } from './connectRemote';
import { describeRemote } from './describeRemote';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import { openChannel } from './openChannel';
import { probeRemote } from './probeRemote';
import type { Upstream, UpstreamTarget } from './Upstream';
import type { UpstreamSettings } from './UpstreamSettings';
import { UpstreamError } from './UpstreamError';
import { withCredential } from './withCredential';

export interface UpstreamOptions {
  egress: Egress;
  /** Where credentials come from that targets name. Absent: such targets are refused. */
  credentials?: CredentialSource;
  settings: UpstreamSettings;
  clock: Clock;
  /** What stdio processes inherit: PATH and HOME of ours. */
  environment: Readonly<Record<string, string>>;
}

/** Builds the {@link Upstream} that speaks through the official SDK. */
export function createUpstream(options: UpstreamOptions): Upstream {
  return {
    connect: (target, signal) =>
      firstThatWorks(target, signal, remote =>
        connectRemote(remote, {
          ...options,
          egress: wayTo(remote, target, options),
          settings: patientSettings(options.settings, target),
          prior: target.prior,
          signal,
        }),
      ),
    openChannel: (target, { signal, clientCapabilities }) => {
      const settings = patientSettings(options.settings, target);
      return firstThatWorks(target, signal, remote =>
        openChannel(remote, {
          ...options,
          egress: wayTo(remote, target, options),
          settings,
          prior: target.prior,
          signal,
          clientCapabilities,
        }),
      );
    },
    probe: (target, { signal, timeoutMs }) => {
      const { prior } = target;
      let endsAt: number | undefined;
      let left = target.remotes.length;
      return withSignal({ sources: [signal], timeoutMs }, within =>
        firstThatWorks(target, within, remote => {
          // A share of its own for each, so that a first one which hangs does not hide a second one which works.
          // The first one's is exact, because its failure tells how long it was waited for.
          const now = performance.now();
          endsAt ??= now + timeoutMs;
          const shareMs = Math.max(1, Math.round((endsAt - now) / left--));
          return withSignal({ sources: [within], timeoutMs: shareMs }, share =>
            probeRemote(remote, {
              ...options,
              egress: wayTo(remote, target, options),
              prior,
              timeoutMs: shareMs,
              signal: share,
            }),
          );
        }),
      );
    },
  };
}

/** What the egress rules leave to the server, with its credential if it has one. A process gets none. */
function wayTo(
  remote: Remote,
  target: UpstreamTarget,
  { egress, credentials }: UpstreamOptions,
): WayOut {
  const { orgId, environment, credentialRef } = target;
  const way = egress.for({ orgId, environment });
  if (remote.type === 'stdio') return way;
  if (!target.credential && credentialRef === undefined) return way;
  const credential =
    target.credential ??
    credentials?.of({ ...target, credentialRef: credentialRef! });
  if (!credential) {
    throw new UpstreamError(
      'credential',
      'Nothing here has the credential of the server, so nothing was sent',
      { neverRan: true },
    );
  }
  return withCredential(way, credential, remote);
}

/** A server that is slow to connect to is slow to give its first answer. */
function patientSettings(
  settings: UpstreamSettings,
  { connectTimeoutMs }: UpstreamTarget,
): UpstreamSettings {
  if (connectTimeoutMs === undefined) return settings;
  const requestTimeoutMs = Math.max(
    settings.requestTimeoutMs,
    connectTimeoutMs,
  );
  return { ...settings, connectTimeoutMs, requestTimeoutMs };
}

async function firstThatWorks<T>(
  { remotes }: UpstreamTarget,
  signal: AbortSignal,
  work: (remote: Remote) => Promise<T>,
): Promise<T> {
  const failures: UpstreamError[] = [];
  for (const remote of remotes) {
    if (signal.aborted) {
      break;
    }
    try {
      return await work(remote);
    } catch (error) {
      failures.push(explainUpstreamFailure(error, remote));
    }
  }
  const [first] = failures;
  if (!first) {
    throw new UpstreamError(
      'timeout',
      'The connection was cancelled before it started',
    );
  }
  if (failures.length === 1) {
    throw first;
  }
  const each = failures.map(
    ({ message }, index) =>
      `${index + 1}. (${describeRemote(remotes[index]!)}) ${message}`,
  );
  // A remote that asks for a login answers, whatever the others do.
  const login = failures.find(({ code }) => code === 'login-required');
  const asked = failures.map(({ retryAfterMs = 0 }) => retryAfterMs);
  throw new UpstreamError(
    (login ?? first).code,
    `None of the remotes work. ${each.join(' ')}`,
    {
      // One that does not ask for patience may work again at any time.
      retryAfterMs: Math.min(...asked) || undefined,
      lostSession: failures.some(({ lostSession }) => lostSession),
    },
  );
}
