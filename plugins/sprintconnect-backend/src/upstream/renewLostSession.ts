import { UpstreamError } from './UpstreamError';

/**
 * Does work that opens a session, and once again from the beginning when the server lost it meanwhile.
 *
 * MCP 2025-11-25 (Transports, Session Management): a client whose session is answered with HTTP 404 MUST start a new one.
 * Everything is done again, because cursors and what was read of a list belong to the session that is gone. Once only: a
 * server that forgets a second session forgets a third.
 */
export async function renewLostSession<T>(
  work: (attempt: { isSecond: boolean }) => Promise<T>,
): Promise<T> {
  try {
    return await work({ isSecond: false });
  } catch (error) {
    const isLost = error instanceof UpstreamError && error.lostSession;
    if (!isLost) throw error;
    return work({ isSecond: true });
  }
}
