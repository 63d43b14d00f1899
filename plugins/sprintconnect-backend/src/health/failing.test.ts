import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type {
  HealthReason,
  HealthStatus,
  Job,
  Server,
  ServerHealth,
} from '@sprintconnect/plugin-sprintconnect-common';
import request from 'supertest';
import plugin from '..';
import { eventually, startMoodyServer } from '../__testUtils__';
import {
  inboxOf,
  portalNotifications,
  TEAM,
} from '../__testUtils__/portalNotifications';
import type { MoodyServer } from '../__testUtils__';

const user = { Authorization: mockCredentials.user.header() };
const base = '/api/sprintconnect/v1';

interface Case {
  name: string;
  fail(server: MoodyServer): unknown;
  status: HealthStatus;
  code: HealthReason['code'];
  words: RegExp;
}

const CASES: Case[] = [
  {
    name: 'stopped',
    fail: server => server.stop(),
    status: 'unhealthy',
    code: 'refused',
    words: /nothing is listening there/,
  },
  {
    name: 'slow',
    fail: server => server.setMood({ slowMs: 1_300 }),
    status: 'degraded',
    code: 'slow',
    words: /the objective is 1000 ms/,
  },
  {
    name: 'hanging',
    fail: server => server.setMood('hanging'),
    status: 'unhealthy',
    code: 'timeout',
    words: /didn't respond within 2500 ms/,
  },
  {
    name: 'error-500',
    fail: server => server.setMood({ status: 500 }),
    status: 'unhealthy',
    code: 'http-5xx',
    words: /returned HTTP 500/,
  },
  {
    name: 'error-401',
    fail: server => server.setMood({ status: 401 }),
    status: 'unhealthy',
    code: 'auth',
    words: /returned HTTP 401: it requires a credential/,
  },
  {
    name: 'error-429',
    fail: server => server.setMood({ status: 429 }),
    status: 'degraded',
    code: 'throttled',
    words: /returned HTTP 429: it's up, but limits requests/,
  },
  {
    name: 'garbage',
    fail: server => server.setMood('garbage'),
    status: 'unhealthy',
    code: 'protocol',
    words: /content type other than application\/json/,
  },
];

/** The whole plugin with its worker, beside Backstage's own notifications, and a server for each case. */
async function startPortal() {
  const backend = await startTestBackend({
    features: [
      plugin,
      ...portalNotifications({
        sprintconnect: {
          egress: { allow: [{ host: '127.0.0.1' }] },
          discovery: { watchMax: 0 },
          limits: { enabled: false },
          // Long, so that servers are probed when the test asks for it; and patient with a busy machine.
          health: { intervalSeconds: 3600, timeoutMs: 2_500, latencyMs: 1_000 },
        },
      }),
    ],
  });
  const moody = new Map<string, MoodyServer>();
  const ids = new Map<string, string>();
  const call = async (method: 'get' | 'post', path: string, body?: object) => {
    const answer = await request(backend.server)
      [method](base + path)
      .set(user)
      .send(body);
    expect([path, answer.status < 300, answer.body]).toEqual([
      path,
      true,
      answer.body,
    ]);
    return answer.body;
  };
  for (const { name } of CASES) {
    const server = await startMoodyServer();
    moody.set(name, server);
    const { id }: Server = await call('post', '/servers', {
      name,
      environment: 'development',
      owner: TEAM,
      remotes: [{ type: 'streamable-http', url: server.url }],
    });
    ids.set(name, id);
  }
  return {
    moody: (name: string) => moody.get(name)!,
    id: (name: string) => ids.get(name)!,
    /** So many probes of a server, one after the other. */
    async probe(name: string, times: number) {
      for (let time = 0; time < times; time++) {
        const path = `/servers/${ids.get(name)}/probe`;
        const { jobId } = await call('post', path);
        await eventually(`probe of ${name}`, async () => {
          const job: Job = await call('get', `/jobs/${jobId}`);
          return job.state === 'succeeded';
        });
      }
    },
    server: (name: string): Promise<Server> =>
      call('get', `/servers/${ids.get(name)}`),
    health: (name: string): Promise<ServerHealth> =>
      call('get', `/servers/${ids.get(name)}/health`),
    /** All that the team was told of a server, once this is among it. */
    told: (name: string, title: string) =>
      eventually(`"${title}"`, async () => {
        const link = `/sprintconnect/servers/${ids.get(name)}/health`;
        const inbox = await inboxOf(backend);
        const mine = inbox.filter(({ payload }) => payload.link === link);
        return mine.some(({ payload }) => payload.title === title) && mine;
      }),
    async stop() {
      await backend.stop();
      for (const server of moody.values()) await server.close();
    },
  };
}

describe('a real server that fails, in a real backend', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it.each(CASES)(
    'is seen through the API and the notification: $name',
    async ({ name, fail, status, code, words }) => {
      await portal.probe(name, 1);
      expect((await portal.health(name)).status).toBe('healthy');

      await fail(portal.moody(name));
      await portal.probe(name, 3);
      const health = await portal.health(name);
      expect(health).toMatchObject({
        status,
        reason: { code, message: expect.stringMatching(words) },
        incident: { status, cause: { code } },
        lastProbe: { ok: status === 'degraded' && code === 'slow' },
      });
      const incidentId = health.incident!.id;
      const server = await portal.server(name);
      expect(server.health).toMatchObject({ status, since: health.since });
      const who = `${name} (development)`;
      const begun = await portal.told(name, `${who} is ${status}`);
      expect(begun).toEqual([
        expect.objectContaining({
          user: 'user:default/mock',
          payload: expect.objectContaining({
            description: expect.stringMatching(words),
            scope: `incident:${incidentId}`,
            severity: status === 'unhealthy' ? 'high' : 'normal',
          }),
        }),
      ]);
      expect(JSON.stringify([health, begun])).not.toContain(
        'secret-of-the-upstream',
      );

      portal.moody(name).setMood('well');
      if (name === 'stopped') await portal.moody(name).start();
      await portal.probe(name, 1);
      expect((await portal.health(name)).status).toBe(status);
      await portal.probe(name, 1);
      const healed = await portal.health(name);
      expect(healed.status).toBe('healthy');
      expect(healed).not.toHaveProperty('incident');
      expect(healed).not.toHaveProperty('reason');
      const over = await portal.told(name, `${who} is healthy again`);
      expect(over).toEqual([
        expect.objectContaining({
          payload: expect.objectContaining({
            scope: `incident:${incidentId}`,
            severity: 'low',
          }),
        }),
      ]);
    },
  );
});
