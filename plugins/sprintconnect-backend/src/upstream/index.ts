/**
 * upstream: speaks MCP with the servers of the registry, through the official SDK.
 *
 * Owns transports (Streamable HTTP, SSE, stdio), the negotiation of the era, paging, and the words for what went wrong.
 *
 * Promises: the remotes are tried in order, each within its time limit. The era is asked with `server/discover` for half
 * of that time and then with `initialize`, whatever came of the first question but an error that only modern servers know.
 * The verdict is dated: a legacy one is asked again after a day, and at the next connection where only a failure spoke for
 * it. A session that the server lost is opened anew once, by whoever calls with `renewLostSession`. Definitions come
 * through as the server sent them; what it says of itself is cut to `bounds` before anything keeps it. Every wait, body,
 * line, page and message is bounded. A process is started only for an entry of `sprintconnect.upstream.stdio`, inherits
 * nothing but PATH and HOME, and is ended with all its children. A probe is one request where the transport and the
 * verdict allow it.
 *
 * Kinds that a server does not claim are not asked for, unless it claims none at all: one round trip less for each
 * of them, at the price of not seeing what a server hides from its own claims.
 *
 * A channel is for calls: the SDK does its handshake, and from then on requests are written and answers read to the last digit. It bounds
 * each answer, cancels what nobody waits for, never retries, and says in `neverRan` whether a server can have done anything.
 *
 * Never: calls a tool or reads a resource unless asked on a channel, sends a header of a caller, follows a redirect to another origin, opens a socket past egress, writes
 * to a database, puts a header value or a query into a message.
 *
 * Fails with UpstreamError and its closed set of codes.
 */
export { bounds } from './bounds';
export { CLIENT } from './connectRemote';
export { createUpstream } from './createUpstream';
export { cutText } from './cutText';
export { decodeHeader, paramHeaders } from './paramHeaders';
export { renewLostSession } from './renewLostSession';
export { UpstreamError, type UpstreamErrorCode } from './UpstreamError';
export type {
  ObservedItem,
  Upstream,
  UpstreamConnection,
  UpstreamTarget,
} from './Upstream';
export type {
  ChannelAnswer,
  ChannelHandling,
  ChannelOpening,
  ChannelRequest,
  UpstreamChannel,
} from './UpstreamChannel';
export {
  type UpstreamSettings,
  upstreamSettingsSchema,
} from './UpstreamSettings';
