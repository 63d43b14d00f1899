/**
 * Whether an HTTP error says that the server has lost the session that it opened itself. Pure.
 *
 * @remarks
 *
 * MCP 2025-11-25 (Transports, Session Management): HTTP 404 to a request with a session id. Servers made after the examples
 * of the official SDKs answer HTTP 400 instead, and name the session. Over HTTP+SSE the session is in the endpoint that the
 * server names, so it is the answer to a POST that counts.
 */
export function hasLostSession(
  error: { message?: unknown; data?: unknown },
  { status, inSession }: { status: number; inSession?: boolean },
): boolean {
  const said = String(error.message);
  const isSsePost = said.startsWith('Error POSTing to endpoint (HTTP');
  if (!inSession && !isSsePost) return false;
  const { text } = (error.data ?? {}) as { text?: unknown };
  return (
    status === 404 ||
    (status === 400 && /session/i.test(isSsePost ? said : String(text)))
  );
}
