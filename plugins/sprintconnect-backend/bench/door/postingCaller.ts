import { Agent, request } from 'node:http';

/** Asks an MCP endpoint over plain HTTP, so that asking costs little; throws unless the tool was run. */
export interface Caller {
  call(): Promise<void>;
  list(): Promise<number>;
  close(): Promise<void>;
}

const MODERN = '2026-07-28';
const LEGACY = '2025-11-25';
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
};

interface Posting {
  url: string;
  tool: string;
  headers?: Record<string, string>;
}

function poster(url: string, common: Record<string, string>) {
  const agent = new Agent({ keepAlive: true });
  const post = (body: object, headers: Record<string, string> = {}) =>
    new Promise<{ text: string; headers: NodeJS.Dict<string | string[]> }>(
      (done, failed) => {
        const text = JSON.stringify(body);
        const sent = request(
          url,
          {
            agent,
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              accept: 'application/json, text/event-stream',
              ...common,
              ...headers,
            },
          },
          response => {
            let answer = '';
            response.setEncoding('utf8');
            response.on('data', chunk => (answer += chunk));
            response.once('error', failed);
            response.once('end', () => {
              const { statusCode = 0 } = response;
              if (statusCode < 300) {
                done({ text: answer, headers: response.headers });
              } else {
                failed(new Error(`${url} answered ${statusCode}: ${answer}`));
              }
            });
          },
        );
        sent.once('error', failed);
        sent.end(text);
      },
    );
  return { post, close: async () => agent.destroy() };
}

function mustHaveRun(text: string): void {
  if (!text.includes('Sunny') || text.includes('"isError":true')) {
    throw new Error(`The tool did not run: ${text}`);
  }
}

/** Of 2026-07-28: each request says all that there is to know. */
export function modernCaller({ url, tool, headers = {} }: Posting): Caller {
  const { post, close } = poster(url, headers);
  let id = 0;
  const ask = (method: string, params: object, name?: string) =>
    post(
      {
        jsonrpc: '2.0',
        id: ++id,
        method,
        params: { ...params, _meta: ENVELOPE },
      },
      {
        'mcp-protocol-version': MODERN,
        'mcp-method': method,
        ...(name && { 'mcp-name': name }),
      },
    );
  return {
    async call() {
      const params = { name: tool, arguments: { place: 'Berlin' } };
      mustHaveRun((await ask('tools/call', params, tool)).text);
    },
    async list() {
      const { text } = await ask('tools/list', {});
      return JSON.parse(text).result.tools.length;
    },
    close,
  };
}

/** Of 2025-11-25: begins a session. */
export async function legacyCaller({
  url,
  tool,
  headers = {},
}: Posting): Promise<Caller> {
  const { post, close } = poster(url, headers);
  const begun = await post({
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: LEGACY,
      capabilities: {},
      clientInfo: { name: 'bench', version: '1.0.0' },
    },
  });
  const session = begun.headers['mcp-session-id'];
  const known = {
    'mcp-protocol-version': LEGACY,
    ...(session && { 'mcp-session-id': String(session) }),
  };
  await post({ jsonrpc: '2.0', method: 'notifications/initialized' }, known);
  let id = 0;
  const ask = (method: string, params: object) =>
    post({ jsonrpc: '2.0', id: ++id, method, params }, known);
  return {
    async call() {
      const params = { name: tool, arguments: { place: 'Berlin' } };
      mustHaveRun((await ask('tools/call', params)).text);
    },
    async list() {
      const { text } = await ask('tools/list', {});
      return JSON.parse(text).result.tools.length;
    },
    close,
  };
}
