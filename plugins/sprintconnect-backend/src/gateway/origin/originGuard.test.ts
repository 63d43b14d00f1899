import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import express from 'express';
import { mockServices } from '@backstage/backend-test-utils';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { problemHandler } from '../../http';
import { createOriginGuard } from './createOriginGuard';
import { originSettingsSchema } from './OriginSettings';

/** A guarded endpoint on a real socket; `reached` counts what got through. */
async function open(cors?: string) {
  const reached = jest.fn();
  const app = express();
  app.use((_req, res, next) => {
    if (cors) res.set('Access-Control-Allow-Origin', cors);
    next();
  });
  app.use(
    '/mcp',
    createOriginGuard(
      originSettingsSchema.parse({
        allowedHosts: ['Backend.Internal'],
        allowedOrigins: ['https://inspector.example'],
      }),
      ['https://portal.example/api/sprintconnect', 'https://app.example'],
    ),
  );
  app.all('/mcp', (_req, res) => {
    reached();
    res.json({});
  });
  app.use(problemHandler({ logger: mockServices.logger.mock() }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closedAfterTest({
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  });
  const send = async (headers: Record<string, string>, method = 'POST') => {
    const sent = http.request({
      ...{ host: '127.0.0.1', port, path: '/mcp', method, agent: false },
      headers: { Host: 'portal.example', ...headers },
    });
    const answered = once(sent, 'response');
    sent.end();
    const [res] = (await answered) as [http.IncomingMessage];
    const body =
      res.statusCode === 204
        ? undefined
        : ((await json(res)) as { type?: string });
    res.resume();
    return { status: res.statusCode, headers: res.headers, body };
  };
  return { port, reached, send };
}

it.each([
  'portal.example',
  'PORTAL.example:443',
  'app.example',
  'backend.internal:7007',
  'localhost:7007',
  '127.0.0.1',
  '[::1]:7007',
])('lets through whoever names the host %s', async host => {
  const { send, reached } = await open();
  expect((await send({ Host: host })).status).toBe(200);
  expect(reached).toHaveBeenCalledTimes(1);
});

it.each([
  'evil.example',
  'portal.example.evil.example',
  'evil.example:7007',
  'localhost.evil.example',
  'user@portal.example',
  'portal.example, evil.example',
  'portal.example.',
])('refuses the host "%s", and asks no further', async host => {
  const { send, reached } = await open();
  for (const method of ['POST', 'OPTIONS']) {
    const answer = await send(
      {
        Host: host,
        Origin: 'https://app.example',
        'Access-Control-Request-Method': 'POST',
      },
      method,
    );
    expect([answer.status, answer.body?.type]).toEqual([
      403,
      problemTypeOf('host-not-allowed'),
    ]);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  }
  expect(reached).not.toHaveBeenCalled();
});

it.each([
  'https://evil.example',
  'https://app.example.evil.example',
  'http://app.example',
  'https://app.example:8443',
  'http://localhost:3000',
  'null',
  '',
])('refuses pages of the origin "%s"', async origin => {
  const { send, reached } = await open();
  for (const method of ['POST', 'OPTIONS']) {
    const answer = await send(
      { Origin: origin, 'Access-Control-Request-Method': 'POST' },
      method,
    );
    expect([answer.status, answer.body?.type]).toEqual([
      403,
      problemTypeOf('origin-not-allowed'),
    ]);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  }
  expect(reached).not.toHaveBeenCalled();
});

it('lets pages of allowed origins read the headers of MCP', async () => {
  const { send, port } = await open();
  for (const origin of [
    'https://app.example',
    'https://portal.example',
    'https://inspector.example',
    `http://localhost:${port}`,
  ]) {
    const { status, headers } = await send({ Origin: origin });
    expect([status, headers['access-control-allow-origin']]).toEqual([
      200,
      origin,
    ]);
    expect(headers.vary).toContain('Origin');
    for (const name of [
      'Mcp-Session-Id',
      'WWW-Authenticate',
      'DPoP-Nonce',
      'X-Request-Id',
    ]) {
      expect(headers['access-control-expose-headers']).toContain(name);
    }
  }
});

it('answers a preflight itself, and allows the headers of MCP and no others', async () => {
  const { send, reached } = await open();
  const { status, headers } = await send(
    {
      Origin: 'https://inspector.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers':
        'authorization, content-type, mcp-protocol-version, mcp-session-id, mcp-param-region, dpop, x-forwarded-for, cookie',
    },
    'OPTIONS',
  );
  expect(status).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': 'https://inspector.example',
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers':
      'authorization, content-type, mcp-protocol-version, mcp-session-id, mcp-param-region, dpop',
  });
  expect(headers).not.toHaveProperty('access-control-allow-credentials');
  expect(reached).not.toHaveBeenCalled();
});

it('leaves what the host has allowed', async () => {
  const { send } = await open('https://app.example');
  const { headers } = await send({ Origin: 'https://app.example' });
  expect(headers['access-control-allow-origin']).toBe('https://app.example');
});

it.each([
  { allowedHosts: ['https://portal.example'] },
  { allowedHosts: ['portal.example:443'] },
  { allowedOrigins: ['https://portal.example/'] },
  { allowedOrigins: ['*'] },
])('refuses settings that would never match: %j', settings => {
  expect(originSettingsSchema.safeParse(settings).success).toBe(false);
});
