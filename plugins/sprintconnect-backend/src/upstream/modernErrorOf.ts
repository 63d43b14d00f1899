import { type RpcError, rpcErrorIn } from './rpcErrorIn';

/**
 * Errors that only MCP 2026-07-28 and later define: HeaderMismatch, MissingRequiredClientCapability and
 * UnsupportedProtocolVersion.
 */
const MODERN_CODES: ReadonlySet<unknown> = new Set([-32020, -32021, -32022]);

/**
 * The error by which a server shows that it is modern: an error response, or one in the body of an HTTP error.
 * Undefined where it is none. Pure.
 */
export function modernErrorOf(error: unknown): RpcError | undefined {
  return [error as RpcError | null | undefined, rpcErrorIn(error)]
    .filter(each => MODERN_CODES.has(each?.code))
    .map(each => each as RpcError)
    .at(0);
}
