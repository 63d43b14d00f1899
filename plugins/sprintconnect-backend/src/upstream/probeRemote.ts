import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { askOnce, endSession } from './askOnce';
import { CLIENT, type ConnectOptions, connectRemote } from './connectRemote';
import type { ProbeAnswer } from './Upstream';
import { UpstreamError } from './UpstreamError';

/**
 * Asks one remote the cheapest honest question of its era, and gives how long the answer took.
 *
 * @remarks
 *
 * Over Streamable HTTP that is one request: `server/discover`, or `initialize` where the verdict says legacy; a session
 * that `initialize` opens is ended at once. No connection is kept for a `ping`: a session per server and worker would
 * cost the servers more than a handshake a minute, and would answer although new callers are turned away.
 * An answer against the verdict makes the SDK negotiate from the beginning, once. HTTP+SSE and stdio are connected and
 * closed: a stdio server is started for every use, and that is what is to be known of it.
 */
export async function probeRemote(
  remote: Remote,
  options: ConnectOptions & { timeoutMs: number },
): Promise<ProbeAnswer> {
  const started = performance.now();
  const answered = () => ({ latencyMs: performance.now() - started });
  if (remote.type !== 'streamable-http') {
    return connectAndClose(remote, options);
  }
  const { prior } = options;
  const isLegacy =
    prior?.era === 'legacy' && (prior.remoteUrl ?? remote.url) === remote.url;
  const question = isLegacy ? 'initialize' : 'server/discover';
  try {
    const asking = { ...options, clientInfo: CLIENT };
    const { sessionId } = await askOnce(remote, question, asking);
    const answer = answered();
    if (sessionId) await endSession(remote, sessionId, options);
    return answer;
  } catch (error) {
    const isEvidence =
      error instanceof UpstreamError && error.code === 'protocol';
    if (!isEvidence || options.signal.aborted) throw error;
    return connectAndClose(remote, { ...options, prior: undefined }).catch(
      (second: UpstreamError) => {
        // Of an answer that is none, the client of the SDK only knows that it did not come.
        throw second.code === 'timeout' ? error : second;
      },
    );
  }
}

async function connectAndClose(
  remote: Remote,
  options: ConnectOptions & { timeoutMs: number },
): Promise<ProbeAnswer> {
  const { timeoutMs } = options;
  const settings = {
    ...options.settings,
    connectTimeoutMs: timeoutMs,
    requestTimeoutMs: timeoutMs,
  };
  const started = performance.now();
  const connection = await connectRemote(remote, { ...options, settings });
  const latencyMs = performance.now() - started;
  await connection.close();
  return { latencyMs };
}
