import request from 'supertest';
import { databaseIds } from '../__testUtils__';
import { openRegistry } from '../registry/__testUtils__/openRegistry';
import { warningOf } from './watchCredentials';

const DAY_MS = 24 * 3600 * 1000;
const NOW = new Date('2026-11-22T12:00:00.000Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

it.each([
  [{}, 0, undefined],
  [{ expiresAt: inDays(8) }, 0, undefined],
  [{ expiresAt: inDays(7) }, 0, 'week'],
  [{ expiresAt: inDays(7) }, 1, 'week'],
  [{ expiresAt: inDays(7) }, 2, undefined],
  [{ expiresAt: inDays(1) }, 2, 'day'],
  [{ expiresAt: inDays(-1) }, 0, 'day'],
  [{ expiresAt: inDays(1) }, 3, undefined],
  [{ dueAt: inDays(1) }, 0, undefined],
  [{ dueAt: inDays(0) }, 0, 'due'],
  [{ dueAt: inDays(0) }, 1, undefined],
  [{ dueAt: inDays(0), expiresAt: inDays(6) }, 0, 'week'],
  [{ dueAt: inDays(0), expiresAt: inDays(60) }, 0, 'due'],
] as const)(
  'warns of %j, of which %i was said: %s',
  (ends, warned, expected) => {
    expect(warningOf(ends, warned, NOW)).toBe(expected);
  },
);

describe.each(databaseIds)('the watch of credentials on %s', id => {
  it('warns the owner of a server once each, and begins anew after a rotation', async () => {
    const world = await openRegistry({ id });
    const { clock, credentials, ctx, notifications, register, events } = world;
    const expiresAt = inDays(8).toISOString();
    const credential = { type: 'bearer' as const, secret: 'hush', expiresAt };
    const server = await register({
      owner: 'group:default/owners',
      credential,
    });
    const [watch] = credentials.tasks;
    const look = () => watch.run(new AbortController().signal);
    await look();
    expect(notifications).toEqual([]);
    clock.advance(DAY_MS);
    await look();
    await look();
    clock.advance(6 * DAY_MS);
    await look();
    await look();
    expect(notifications).toMatchObject([
      {
        recipients: ['group:default/owners'],
        title: 'The credential of a server expires on 2026-11-30',
        link: `/sprintconnect/servers/${server.id}`,
        severity: 'normal',
      },
      { severity: 'high' },
    ]);
    expect(JSON.stringify(notifications)).not.toContain('hush');
    const said = (await events()).filter(
      each => each === 'credential.expiring',
    );
    expect(said).toHaveLength(2);
    const prepared = await credentials.ofServers.prepare(ctx, {
      given: { ...credential, expiresAt: inDays(12).toISOString() },
      serverId: server.id,
      remotes: server.remotes,
    });
    await world.database.transaction(tx =>
      credentials.ofServers.give(tx, ctx, { serverId: server.id, prepared }),
    );
    await look();
    expect(notifications).toHaveLength(3);
  });

  it('tells the admins of a shared one that is due', async () => {
    const world = await openRegistry({ id });
    const { clock, credentials, notifications, app } = world;
    await request(app)
      .post('/v1/credentials')
      .send({
        name: 'team',
        origins: ['https://weather.example'],
        credential: { type: 'bearer', secret: 'hush', rotateEveryDays: 30 },
      })
      .expect(201);
    clock.advance(30 * DAY_MS);
    await credentials.tasks[0].run(new AbortController().signal);
    expect(notifications).toMatchObject([
      {
        recipients: ['group:default/admins'],
        title: 'The credential team is due for rotation',
        link: '/sprintconnect/admin/credentials',
      },
    ]);
  });
});

it('says once what could not be told, and says so in the log', async () => {
  const world = await openRegistry({
    plumbing: {
      notifier: {
        notify: async () => {
          throw new Error('no notifications');
        },
      },
    },
  });
  await world.register({
    owner: 'group:default/owners',
    credential: {
      type: 'bearer',
      secret: 'hush',
      expiresAt: inDays(1).toISOString(),
    },
  });
  const [watch] = world.credentials.tasks;
  await watch.run(new AbortController().signal);
  await watch.run(new AbortController().signal);
  const warned = jest.mocked(world.logger.warn).mock.calls.flat();
  expect(warned).toHaveLength(1);
  expect(String(warned[0])).toContain('no notifications');
});
