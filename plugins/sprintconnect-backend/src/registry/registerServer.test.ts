import request from 'supertest';
import {
  type Caller,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import {
  observation,
  openRegistry,
  weather,
} from './__testUtils__/openRegistry';
import type { RegistryPlumbing } from './RegistryDeps';

const catalog = { 'x-test-caller': 'service:plugin:catalog' };

describe.each(databaseIds)('registering a server on %s', id => {
  const open = () => openRegistry({ id });

  it('registers a server with its audit entry, event and job', async () => {
    const { app, counts, database, events } = await open();
    const before = await counts();
    const body = weather({
      title: 'Weather',
      description: 'Forecasts',
      tags: ['public', 'met'],
      owner: 'group:default/sky',
    });
    const response = await request(app).post('/v1/servers').send(body);
    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({
      etag: '"1"',
      location: `/v1/servers/${response.body.id}`,
      'cache-control': 'no-store',
    });
    expect(serverSchema.parse(response.body)).toMatchObject({
      ...body,
      entityRef: 'api:default/weather-production',
      status: 'active',
      origin: 'api',
      revision: 1,
      createdAt: '2026-11-22T12:00:00.000Z',
    });
    expect(await counts()).toEqual({
      ...before,
      servers: 1,
      server_tags: 2,
      audit_entries: 1,
      outbox_events: 1,
      jobs: 1,
    });
    expect(await events()).toEqual(['server.registered']);
    expect(await database.reader('jobs').first()).toMatchObject({
      kind: 'discover-server',
      key: response.body.id,
    });
    const read = await request(app).get(
      '/v1/servers/by-name/production/weather',
    );
    expect(read.body).toEqual({
      ...response.body,
      access: { update: true, discover: true, probe: true, delete: true },
    });
  });

  it.each<[Caller, string]>([
    [{ type: 'user', ref: 'user:default/ada' }, 'api'],
    [
      { type: 'user', ref: 'user:default/ada', actor: 'plugin:scaffolder' },
      'scaffolder',
    ],
    [
      { type: 'user', ref: 'user:default/ada', actor: 'plugin:mcp-actions' },
      'api',
    ],
    // A task that no user started.
    [{ type: 'service', ref: 'plugin:scaffolder' }, 'scaffolder'],
    [{ type: 'service', ref: 'external:ci' }, 'api'],
    [{ type: 'api-key', ref: 'api-key:1' }, 'api'],
    // Whoever names agents of another issuer is no plugin of ours.
    [{ type: 'agent', ref: 'plugin:scaffolder' }, 'api'],
  ])('says of what %j registers that it came by %s', async (caller, origin) => {
    const { service, database, ctx } = await open();
    const { result } = await service.registerServer(
      { ...ctx, caller },
      { body: weather() },
    );
    expect(result.origin).toBe(origin);
    const [entry] = await database.reader('audit_entries');
    expect(entry).toMatchObject({
      caller_ref: caller.ref,
      caller_actor: 'actor' in caller ? caller.actor : null,
    });
    expect(JSON.parse(entry.meta)).toMatchObject({ origin });
  });

  it.each(['audit', 'outbox', 'jobs'] as const)(
    'writes nothing of a registration when %s fails',
    async port => {
      const fail = async () => {
        throw new Error(`${port} is broken`);
      };
      const broken: Partial<RegistryPlumbing> = {
        audit: { audit: { record: fail, refused: () => {} } },
        outbox: { outbox: { add: fail } },
        jobs: { jobs: { enqueue: fail } },
      }[port];
      const { app, counts } = await openRegistry({ id, plumbing: broken });
      const before = await counts();
      const response = await request(app)
        .post('/v1/servers')
        .set('idempotency-key', 'k')
        .send(weather({ tags: ['a'] }));
      expect(response.status).toBe(500);
      expect(response.text).not.toContain('broken');
      expect(await counts()).toEqual(before);
    },
  );

  it.each(['audit', 'outbox', 'jobs'] as const)(
    'writes nothing of any other change when %s fails',
    async port => {
      const { app, counts, ctx, plumbing, register, service } = await open();
      const server = await register();
      const path = `/v1/servers/${server.id}`;
      const before = await counts();
      const row = (await request(app).get(path)).body;
      const broken = () => Promise.reject(new Error(`${port} is broken`));
      const spies = {
        audit: () => jest.spyOn(plumbing.audit, 'record'),
        outbox: () => jest.spyOn(plumbing.outbox, 'add'),
        jobs: () => jest.spyOn(plumbing.jobs, 'enqueue'),
      };
      spies[port]().mockImplementation(broken);
      const remotes = [{ type: 'sse', url: 'https://other.example/' }];
      await request(app)
        .patch(path)
        .set('if-match', '"1"')
        .send({ remotes, tags: ['x'] })
        .expect(500);
      await request(app).post(`${path}/discover`).expect(500);
      await request(app)
        .put('/v1/catalog/entities/default/new')
        .set(catalog)
        .send(weather({ name: 'new' }))
        .expect(500);
      const others =
        port === 'jobs'
          ? []
          : [
              request(app)
                .delete(path)
                .then(response => response.status === 500 && 'refused'),
              service
                .recordSnapshot(ctx, server.id, observation())
                .catch(() => 'refused'),
              service
                .recordDiscoveryFailure(ctx, server.id, {
                  code: 'dns',
                  message: 'x',
                })
                .catch(() => 'refused'),
            ];
      expect(await Promise.all(others)).toEqual(others.map(() => 'refused'));
      expect(await counts()).toEqual(before);
      expect((await request(app).get(path)).body).toEqual(row);
    },
  );

  it('does a repeated registration once', async () => {
    const { app, counts } = await open();
    const send = () =>
      request(app)
        .post('/v1/servers')
        .set('idempotency-key', 'k1')
        .send(weather());
    const first = await send();
    const before = await counts();
    const second = await send();
    expect([second.status, second.body, second.headers.location]).toEqual([
      201,
      first.body,
      first.headers.location,
    ]);
    expect(await counts()).toEqual(before);
  });

  it('gives a name to one of two who ask at once', async () => {
    const { app, counts } = await open();
    const answers = await Promise.all(
      [1, 2].map(() => request(app).post('/v1/servers').send(weather())),
    );
    expect(answers.map(each => each.status).sort()).toEqual([201, 409]);
    expect(await counts()).toMatchObject({
      servers: 1,
      jobs: 1,
      outbox_events: 1,
      audit_entries: 1,
    });
  });
});
