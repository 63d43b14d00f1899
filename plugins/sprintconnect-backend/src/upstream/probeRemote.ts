import {
  type Remote,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  askOnce,
  endSession,
  type HttpRemote,
  noAnswerWithin,
  type Question,
} from './askOnce';
import { CLIENT, type ConnectOptions, connectRemote } from './connectRemote';
import { renewLostSession } from './renewLostSession';
import { leavesEraOpen, tellingOf } from './tellingOf';
import type { ProbeAnswer } from './Upstream';
import { UpstreamError } from './UpstreamError';

type ProbeOptions = ConnectOptions & { timeoutMs: number };

/**
 * Asks one remote the cheapest honest question of its era, and gives how long the answer took.
 *
 * @remarks
 *
 * Over Streamable HTTP that is one request: `server/discover`, or `initialize` where the verdict says legacy; a session
 * that `initialize` opens is ended at once. No connection is kept for a `ping`: a session per server and worker would
 * cost the servers more than a handshake a minute, and would answer although new callers are turned away.
 * Where the answer leaves the era open, the question of the other era is asked, once. HTTP+SSE and stdio are connected
 * and closed. A stdio server is started for every probe, which takes Python or npx seconds; so it is asked a second
 * question, and that is what is timed.
 */
export async function probeRemote(
  remote: Remote,
  options: ProbeOptions,
): Promise<ProbeAnswer> {
  if (remote.type !== 'streamable-http') {
    return renewLostSession(() => connectAndClose(remote, options));
  }
  const endsAt = performance.now() + options.timeoutMs;
  const { prior, signal, timeoutMs } = options;
  const known =
    (prior?.remoteUrl ?? remote.url) === remote.url ? prior?.era : undefined;
  const question = known === 'legacy' ? 'initialize' : 'server/discover';
  // Of a server of unknown era silence is no answer either, so time must be left for the other question.
  const firstMs = known ? timeoutMs : timeoutMs / 2;
  try {
    return await timeAnswer(remote, question, {
      ...options,
      timeoutMs: firstMs,
    });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const leftMs = endsAt - performance.now();
    const other = otherQuestion(question, error);
    // Of half of the time nobody was told.
    const told = (failure: UpstreamError) =>
      failure.code === 'timeout' ? noAnswerWithin(remote, timeoutMs) : failure;
    if (!other || signal.aborted || leftMs < 1) throw told(error);
    return timeAnswer(remote, other, { ...options, timeoutMs: leftMs }).catch(
      (second: UpstreamError) => {
        throw told(tellingOf(error, second));
      },
    );
  }
}

function otherQuestion(
  asked: Question,
  failure: UpstreamError,
): Question | undefined {
  if (asked === 'server/discover') {
    return leavesEraOpen(failure) ? 'initialize' : undefined;
  }
  return failure.code === 'protocol' ? 'server/discover' : undefined;
}

async function timeAnswer(
  remote: HttpRemote,
  question: Question,
  options: ProbeOptions,
): Promise<ProbeAnswer> {
  const started = performance.now();
  const timeoutMs = Math.ceil(options.timeoutMs);
  const { sessionId } = await withSignal(
    { sources: [options.signal], timeoutMs },
    signal =>
      askOnce(remote, question, {
        ...options,
        timeoutMs,
        signal,
        clientInfo: CLIENT,
      }),
  );
  const latencyMs = performance.now() - started;
  if (sessionId) await endSession(remote, sessionId, options);
  return { latencyMs };
}

async function connectAndClose(
  remote: Remote,
  options: ProbeOptions,
): Promise<ProbeAnswer> {
  const { timeoutMs } = options;
  const settings = {
    ...options.settings,
    connectTimeoutMs: timeoutMs,
    requestTimeoutMs: timeoutMs,
  };
  const started = performance.now();
  const connection = await connectRemote(remote, { ...options, settings });
  const connectedMs = performance.now() - started;
  try {
    if (remote.type !== 'stdio') return { latencyMs: connectedMs };
    const asked = performance.now();
    await connection.ping(options.signal);
    return { latencyMs: performance.now() - asked };
  } finally {
    await connection.close();
  }
}
