/**
 * Whether a response that carries `got` answers the request with the id `sent`. Pure.
 *
 * JSON-RPC 2.0 (section 5) wants the same value back, but some servers send "1" for 1. The official SDKs of TypeScript and
 * Python take that for an answer, so we do too. `true`, `null` and a list are no ids, whatever number they would become.
 */
export function isSameId(got: unknown, sent: string | number): boolean {
  const isText = typeof sent === 'number' && typeof got === 'string';
  return got === sent || (isText && Number(got) === sent);
}
