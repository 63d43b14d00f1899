import type { Clock, Egress } from '../ports';
import { connectRemote, type ConnectOptions } from './connectRemote';
import { describeRemote } from './describeRemote';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import type {
  Upstream,
  UpstreamConnection,
  UpstreamSettings,
  UpstreamTarget,
} from './Upstream';
import { UpstreamError } from './UpstreamError';

export interface UpstreamOptions {
  egress: Egress;
  settings: UpstreamSettings;
  clock: Clock;
  /** What stdio processes inherit: PATH and HOME of ours. */
  environment: Readonly<Record<string, string>>;
}

/** Builds the {@link Upstream} that speaks through the official SDK. */
export function createUpstream(options: UpstreamOptions): Upstream {
  return {
    connect: (target, signal) =>
      connectFirst(target, { ...options, prior: target.prior, signal }),
  };
}

async function connectFirst(
  { remotes }: UpstreamTarget,
  options: ConnectOptions,
): Promise<UpstreamConnection> {
  const failures: UpstreamError[] = [];
  for (const remote of remotes) {
    if (options.signal.aborted) {
      break;
    }
    try {
      return await connectRemote(remote, options);
    } catch (error) {
      failures.push(explainUpstreamFailure(error, remote));
    }
  }
  const [first] = failures;
  if (!first) {
    throw new UpstreamError(
      'timeout',
      'The connection was given up before it began',
    );
  }
  if (failures.length === 1) {
    throw first;
  }
  const each = failures.map(
    ({ message }, index) =>
      `${index + 1}. (${describeRemote(remotes[index]!)}) ${message}`,
  );
  throw new UpstreamError(
    first.code,
    `None of the remotes works. ${each.join(' ')}`,
  );
}
