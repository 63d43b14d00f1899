import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  ElicitationCompleteNotificationSchema,
  ElicitRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { databaseIds } from '../../__testUtils__';
import {
  AUTHORIZATION,
  startDoor,
  type StartedDoor,
} from './__testUtils__/startDoor';

interface Session {
  transport: StreamableHTTPServerTransport;
  /** Says that its client asked for a stream beside those of requests. */
  listen(): void;
}

/** A server with a tool that sends people to a page, and tells the end of that on the stream of the call or on its own. */
async function startSendingServer() {
  const sessions = new Map<string, Session>();
  const begin = async (): Promise<Session> => {
    let listen = () => {};
    const listened = new Promise<void>(resolve => {
      listen = resolve;
    });
    const server = new McpServer({ name: 'sending', version: '1' });
    for (const how of ['related', 'alone']) {
      server.registerTool(how, {}, async ({ requestId }) => {
        const elicitationId = randomUUID();
        const related = { relatedRequestId: requestId };
        const { action } = await server.server.elicitInput(
          {
            mode: 'url',
            elicitationId,
            message: 'Pay first',
            url: 'https://pay.example.com/',
          },
          related,
        );
        if (how === 'alone') await listened;
        const tell = server.server.createElicitationCompletionNotifier(
          elicitationId,
          how === 'related' ? related : undefined,
        );
        await tell();
        await server.server.createElicitationCompletionNotifier('of nobody')();
        // Two streams have no order: the result is not to overtake what was told.
        await sleep(500);
        return {
          content: [{ type: 'text', text: `${action} ${elicitationId}` }],
        };
      });
    }
    const session = { listen } as Session;
    session.transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: id => void sessions.set(id, session),
    });
    await server.connect(session.transport);
    return session;
  };
  const http: Server = createServer(async (req, res) => {
    const known = sessions.get(String(req.headers['mcp-session-id']));
    const { transport, listen } = known ?? (await begin());
    if (req.method === 'GET') {
      const opening = setInterval(() => {
        if (!res.headersSent) return;
        clearInterval(opening);
        listen();
      }, 10);
    }
    await transport.handleRequest(req, res);
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

describe('an elicitation at an address', () => {
  let door: StartedDoor;
  let server: Awaited<ReturnType<typeof startSendingServer>>;
  beforeAll(async () => {
    server = await startSendingServer();
    door = await startDoor({ id: databaseIds[0] });
    await door.register('sending', server.url);
  });
  afterAll(async () => {
    await door?.stop();
    await server?.close();
  });

  it.each(['related', 'alone'])(
    'is told to be complete, to its client and to no other (%s)',
    async how => {
      const connect = async () => {
        const client = new Client(
          { name: 'test', version: '1' },
          { capabilities: { elicitation: { url: {} } } },
        );
        const heard: string[] = [];
        client.setRequestHandler(ElicitRequestSchema, () => ({
          action: 'accept' as const,
        }));
        client.setNotificationHandler(
          ElicitationCompleteNotificationSchema,
          ({ params }) => void heard.push(params.elicitationId),
        );
        const url = new URL(`${door.bases[0]}/mcp/servers/development/sending`);
        await client.connect(
          new StreamableHTTPClientTransport(url, {
            requestInit: { headers: AUTHORIZATION },
          }),
        );
        return { client, heard };
      };
      const [mine, other] = [await connect(), await connect()];
      const ask = async ({ client }: typeof mine) => {
        const { content } = await client.callTool({ name: how });
        const [{ text }] = content as { text: string }[];
        return text.split(' ');
      };
      const [[action, id], [, otherId]] = await Promise.all([
        ask(mine),
        ask(other),
      ]);
      expect(action).toBe('accept');
      expect(mine.heard).toEqual([id]);
      expect(other.heard).toEqual([otherId]);
      await mine.client.close();
      await other.client.close();
    },
  );
});
