import request from 'supertest';
import { databaseIds } from '../__testUtils__';
import { observation, openRegistry, tool } from './__testUtils__/openRegistry';

const JOB = 'review-snapshot';
const owner = 'group:default/sky';
const offering = (...names: string[]) =>
  observation({ capabilities: names.map(name => tool(name)) });

/** A registry with one server of a team, of which one version is known, and how to change and ask about it. */
async function open(
  id: (typeof databaseIds)[number],
  options: { denied?: string[]; isOwned?: boolean } = {},
) {
  const { isOwned = true, ...rest } = options;
  const opened = await openRegistry({ id, ...rest });
  const { app, ctx, register, runJobs, service } = opened;
  const { id: serverId } = await register({
    title: 'Weather',
    ...(isOwned && { owner }),
  });
  const record = (...names: string[]) =>
    service.recordSnapshot(ctx, serverId, offering(...names));
  await record('a', 'b', 'c', 'd');
  return {
    ...opened,
    serverId,
    record,
    /** Has the server offer these tools, and has that reviewed. */
    change: async (...names: string[]) => {
      await record(...names);
      return runJobs(JOB);
    },
    drift: async () =>
      (await request(app).get(`/v1/servers/${serverId}`)).body.drift,
    acknowledge: (body: object) =>
      request(app).post(`/v1/servers/${serverId}/drift/acknowledge`).send(body),
  };
}

describe.each(databaseIds)('what changed in a server on %s', id => {
  it('is marked until somebody has looked, and told to its owner once for each version', async () => {
    const opened = await open(id);
    const { app, change, drift, notifications, serverId, events } = opened;
    expect(await opened.runJobs(JOB)).toEqual([]);
    expect(await drift()).toBeUndefined();

    expect(await change('a', 'b')).toEqual([{ serverId, version: 2 }]);
    expect(await drift()).toEqual({ warnings: 2, sinceVersion: 1 });
    const { items } = (await request(app).get('/v1/servers?fields=drift')).body;
    expect(items).toEqual([{ drift: { warnings: 2, sinceVersion: 1 } }]);
    expect(notifications).toEqual([
      {
        recipients: [owner],
        subject: `drift:${serverId}:2`,
        link: `/sprintconnect/servers/${serverId}/versions?from=1&to=2`,
        title: 'Weather (production) changed: 2 warnings',
        description: 'Version 2. c was removed. d was removed.',
        severity: 'normal',
      },
    ]);
    expect((await events()).at(-1)).toBe('server.drift.changed');
    const entries = () =>
      opened.database
        .reader('audit_entries')
        .whereLike('action', 'server-drift%')
        .orderBy('position');
    expect(await entries()).toEqual([
      expect.objectContaining({ action: 'server-drift', target_id: serverId }),
    ]);

    await change('a');
    expect(await drift()).toEqual({ warnings: 3, sinceVersion: 1 });
    expect(notifications.map(({ subject, title }) => [subject, title])).toEqual(
      [
        [`drift:${serverId}:2`, 'Weather (production) changed: 2 warnings'],
        [`drift:${serverId}:3`, 'Weather (production) changed: 1 warning'],
      ],
    );

    const seen = await opened.acknowledge({ version: 3 }).expect(200);
    expect(seen.body).not.toHaveProperty('drift');
    expect(seen.body.id).toBe(serverId);
    expect(await drift()).toBeUndefined();
    expect((await entries()).map(({ action }) => action)).toEqual([
      'server-drift',
      'server-drift',
      'server-drift-acknowledge',
    ]);
    const told = (await events()).filter(
      type => type === 'server.drift.changed',
    );
    expect(told).toHaveLength(3);
    const before = await opened.counts();
    await opened.acknowledge({ version: 3 }).expect(200);
    await opened.acknowledge({ version: 1 }).expect(200);
    expect(await opened.counts()).toEqual(before);

    await change();
    expect(await drift()).toEqual({ warnings: 1, sinceVersion: 3 });
  });

  it('is no news where nothing of it deserves a look', async () => {
    const { change, drift, notifications, counts } = await open(id);
    await change('a', 'b', 'c', 'd', 'e');
    expect(await drift()).toBeUndefined();
    expect(notifications).toEqual([]);
    expect(await counts()).toMatchObject({ jobs: 1 });
  });

  it('is marked, and told to nobody, where the server has no owner', async () => {
    const { change, drift, notifications } = await open(id, { isOwned: false });
    await change('a');
    expect(await drift()).toEqual({ warnings: 3, sinceVersion: 1 });
    expect(notifications).toEqual([]);
  });

  it('is marked no more when it is as it was', async () => {
    const { change, drift } = await open(id);
    await change('a', 'b', 'c');
    expect(await drift()).toEqual({ warnings: 1, sinceVersion: 1 });
    await change('a', 'b', 'c', 'd');
    expect(await drift()).toBeUndefined();
  });

  it('is compared anew with a version that is not the last', async () => {
    const { acknowledge, change, drift, notifications, runJobs } =
      await open(id);
    await change('a', 'b', 'c');
    await change('a');
    const { body } = await acknowledge({ version: 2 }).expect(200);
    expect(body.drift.sinceVersion).toBe(2);
    await runJobs(JOB);
    expect(await drift()).toEqual({ warnings: 2, sinceVersion: 2 });
    expect(notifications).toHaveLength(2);
  });

  it('is the business of the newest version; an older one that comes late is only told', async () => {
    const { drift, notifications, record, registry, ctx, runJobs, serverId } =
      await open(id);
    await record('a', 'b');
    await record('a');
    const [first, second] = await runJobs(JOB);
    expect([first.version, second.version]).toEqual([2, 3]);
    expect(await drift()).toEqual({ warnings: 3, sinceVersion: 1 });
    expect(notifications).toHaveLength(2);
    // Delivery is at least once: it names the same versions again, and writes nothing.
    const handler = registry.jobs.find(({ kind }) => kind === JOB)!;
    await handler.run({
      id: 'again',
      kind: JOB,
      orgId: ctx.orgId,
      payload: first,
      attempt: 2,
      signal: new AbortController().signal,
      progress: () => {},
    });
    expect(await drift()).toEqual({ warnings: 3, sinceVersion: 1 });
    const subjects = notifications.map(({ subject }) => subject);
    expect(new Set(subjects)).toEqual(
      new Set([`drift:${serverId}:2`, `drift:${serverId}:3`]),
    );
  });

  it('is looked at only by who may, in versions that there are', async () => {
    const { acknowledge, app, change, counts, drift, serverId } =
      await open(id);
    await change('a');
    const before = await counts();
    for (const [body, status] of [
      [{}, 400],
      [{ version: 0 }, 400],
      [{ version: 'all' }, 400],
      [{ version: 2, more: true }, 400],
      [{ version: 3 }, 404],
    ] as const) {
      expect([body, (await acknowledge(body)).status]).toEqual([body, status]);
    }
    await request(app)
      .post(`/v1/servers/${serverId}/drift/acknowledge`)
      .set('x-test-org', 'other')
      .send({ version: 2 })
      .expect(404);
    expect(await counts()).toEqual(before);
    expect(await drift()).toEqual({ warnings: 3, sinceVersion: 1 });

    await request(app).delete(`/v1/servers/${serverId}`).expect(204);
    const retired = await counts();
    expect((await acknowledge({ version: 2 })).status).toBe(409);
    expect(await counts()).toEqual(retired);
    expect(await drift()).toBeUndefined();
  });

  it('is not for who may not change the server', async () => {
    const denied = ['sprintconnect.server.update'];
    const { acknowledge, change, counts, drift } = await open(id, { denied });
    await change('a');
    const before = await counts();
    await acknowledge({ version: 2 }).expect(403);
    expect(await counts()).toEqual(before);
    expect(await drift()).toEqual({ warnings: 3, sinceVersion: 1 });
  });
});
