/** What a JSON-RPC error says (JSON-RPC 2.0, section 5.1). */
export interface RpcError {
  code: number;
  message?: unknown;
}

/** The JSON-RPC error in the body of an HTTP error, as the SDK keeps it in `data.text`. Undefined where there is none. Pure. */
export function rpcErrorIn(error: unknown): RpcError | undefined {
  const { data } = (error ?? {}) as { data?: { text?: unknown } };
  if (typeof data?.text !== 'string') return undefined;
  try {
    const said = JSON.parse(data.text)?.error;
    return typeof said?.code === 'number' ? said : undefined;
  } catch {
    return undefined;
  }
}
