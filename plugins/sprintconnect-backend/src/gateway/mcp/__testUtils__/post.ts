import { AUTHORIZATION } from './startDoor';

export const MODERN = '2026-07-28';
const PREFIX = 'io.modelcontextprotocol/';

/** What a modern client says of itself with each request. */
export const ENVELOPE = {
  [`${PREFIX}protocolVersion`]: MODERN,
  [`${PREFIX}clientCapabilities`]: {},
  [`${PREFIX}clientInfo`]: { name: 'test', version: '1' },
};

/** Posts something to an MCP endpoint. `body` is sent as it is where it is a text. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...AUTHORIZATION,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const json = /json/.test(type) ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

/** A request of 2025-11-25. */
export function legacy(
  method: string,
  params: object = {},
  id: unknown = 1,
): object {
  return { jsonrpc: '2.0', id, method, params };
}

/** A request of 2026-07-28, with the headers that repeat it. */
export function modern(
  method: string,
  params: Record<string, unknown> = {},
  id: unknown = 1,
): [body: object, headers: Record<string, string>] {
  const meta = { ...ENVELOPE, ...(params._meta as object | undefined) };
  const name = params.name ?? params.uri;
  return [
    { jsonrpc: '2.0', id, method, params: { ...params, _meta: meta } },
    {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...(typeof name === 'string' && {
        'mcp-name': /^[\x21-\x7e]+$/.test(name)
          ? name
          : `=?base64?${Buffer.from(name).toString('base64')}?=`,
      }),
    },
  ];
}
