import { request } from 'node:http';
import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { GeneratedServer } from './generatedServer';

async function connect(
  server: Pick<GeneratedServer, 'url'>,
  era: 'modern' | 'legacy',
  token?: string,
): Promise<Client> {
  const mode = era === 'modern' ? { pin: '2026-07-28' } : ('legacy' as const);
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode } },
  );
  const headers: Record<string, string> = token
    ? { authorization: `Bearer ${token}` }
    : {};
  const url = new URL(server.url);
  const requestInit = { headers };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  return client;
}

/** What a real client of one era sees of a server. */
export async function askInEra(
  server: Pick<GeneratedServer, 'url'>,
  era: 'modern' | 'legacy',
  options: {
    /** Called with these arguments. */
    tool: { name: string; arguments: Record<string, unknown> };
    /** Sent as bearer token. Default: none. */
    token?: string;
  },
) {
  const client = await connect(server, era, options.token);
  try {
    return {
      era: client.getProtocolEra(),
      protocolVersion: client.getNegotiatedProtocolVersion(),
      serverInfo: client.getServerVersion(),
      tools: (await client.listTools()).tools,
      answer: await client.callTool(options.tool),
    };
  } finally {
    await client.close();
  }
}

/** A client of the modern era that listens for changes, which never ends by itself; close it. */
export async function openSubscription(
  server: Pick<GeneratedServer, 'url'>,
  token?: string,
): Promise<Client> {
  const client = await connect(server, 'modern', token);
  await client.listen({ toolsListChanged: true });
  return client;
}

/** The question that every server of the legacy era answers without a session. */
const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1.0.0' },
  },
});

/** Sends `initialize` with any headers, also such as `fetch` does not let through. */
export async function initializeWith(
  server: Pick<GeneratedServer, 'url'>,
  headers: Record<string, string>,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      server.url,
      {
        method: 'POST',
        agent: false,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
      },
      response => {
        response.resume();
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
          }),
        );
        response.once('error', reject);
      },
    );
    asked.once('error', reject);
    asked.end(INITIALIZE);
  });
}
