import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Snapshot } from '@sprintconnect/plugin-sprintconnect-common';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';

/** A deadline, not a delay, as in `eventually` of the backend. */
const PATIENCE_MS = 60_000;
const user = { Authorization: mockCredentials.user.header() };

/**
 * What the real SprintConnect backend finds at addresses on loopback, one snapshot each.
 *
 * @throws Error with what is known of the server when there is no snapshot within a minute.
 */
export async function discover(
  remotes: Record<string, string>,
): Promise<Record<string, Snapshot>> {
  const sprintconnect = { egress: { allow: [{ host: '127.0.0.1' }] } };
  const backend = await startTestBackend({
    features: [
      sprintconnectPlugin,
      mockServices.rootConfig.factory({ data: { sprintconnect } }),
    ],
  });
  const { server } = backend;
  const base = '/api/sprintconnect/v1/servers';
  const found: Record<string, Snapshot> = {};
  try {
    for (const [name, url] of Object.entries(remotes)) {
      const registered = await request(server)
        .post(base)
        .set(user)
        .send({
          name,
          environment: 'development',
          remotes: [{ type: 'streamable-http', url }],
        });
      expect(registered.status).toBe(201);
      const path = `${base}/${registered.body.id}`;
      const deadline = performance.now() + PATIENCE_MS;
      while (!found[name]) {
        const { status, body } = await request(server)
          .get(`${path}/snapshots/1`)
          .set(user);
        if (status === 200) found[name] = body;
        else if (performance.now() > deadline) {
          const { body: known } = await request(server).get(path).set(user);
          throw new Error(`No snapshot of ${name}: ${JSON.stringify(known)}`);
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
    return found;
  } finally {
    await backend.stop();
  }
}

/**
 * A door before a server, behind which it is of the legacy era: requests of revision 2026-07-28 are refused as servers
 * did that did not know it, and all others reach the server.
 */
export async function openLegacyDoor(url: string) {
  const door = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (body.includes('io.modelcontextprotocol/protocolVersion')) {
      const error = { code: -32000, message: 'Bad Request: no session' };
      res.writeHead(400, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
      return;
    }
    const { method, headers } = req;
    const onward = ask(url, { method, headers, agent: false }, answer => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    onward.once('error', () => res.destroy());
    onward.end(body);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(url).pathname}`,
    close: async () => {
      door.close();
      door.closeAllConnections();
      await once(door, 'close');
    },
  };
}
