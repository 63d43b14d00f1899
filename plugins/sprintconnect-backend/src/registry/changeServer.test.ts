import request from 'supertest';
import { databaseIds, testJudgement } from '../__testUtils__';
import {
  observation,
  openRegistry,
  weather,
} from './__testUtils__/openRegistry';

describe.each(databaseIds)('changing a server on %s', id => {
  const open = () => openRegistry({ id });

  it('changes a server under its revision, and asks anew when the remotes change', async () => {
    const { app, clock, register, events, counts } = await open();
    const server = await register({ title: 'Weather', tags: ['a'] });
    clock.advance(1000);
    const patch = (revision: number, body: object) =>
      request(app)
        .patch(`/v1/servers/${server.id}`)
        .set('if-match', `"${revision}"`)
        .send(body);
    const titled = await patch(1, {
      title: null,
      tags: ['b', 'c'],
      owner: 'group:default/sky',
    });
    expect(titled.body).toMatchObject({
      tags: ['b', 'c'],
      owner: 'group:default/sky',
      revision: 2,
      updatedAt: '2026-11-22T12:00:01.000Z',
    });
    expect(titled.body).not.toHaveProperty('title');
    expect(titled.headers.etag).toBe('"2"');
    expect(
      (await request(app).get('/v1/servers?tag=c')).body.items,
    ).toHaveLength(1);
    const before = await counts();
    const same = await patch(2, { tags: ['b', 'c'] });
    expect(same.body.revision).toBe(2);
    expect(await counts()).toEqual(before);
    await patch(2, {
      remotes: [{ type: 'sse', url: 'https://other.example/sse' }],
    }).expect(200);
    expect(await events()).toEqual([
      'server.registered',
      'server.updated',
      'server.updated',
    ]);
    await patch(2, { title: 'late' }).expect(412);
  });

  it('changes a server once by its key, which is no key for another change or another server', async () => {
    const { app, counts, register } = await open();
    const ids = [(await register()).id, (await register({ name: 'other' })).id];
    const patch = (serverId: string, title: string) =>
      request(app)
        .patch(`/v1/servers/${serverId}`)
        .set({ 'if-match': '"1"', 'idempotency-key': 'once' })
        .send({ title });
    const first = await patch(ids[0], 'A').expect(200);
    const before = await counts();
    const again = await patch(ids[0], 'A').expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    await patch(ids[0], 'B').expect(409);
    await patch(ids[1], 'A').expect(409);
    expect(await counts()).toEqual(before);
  });

  it('discovers by another interval from now on, not when the old one is over', async () => {
    const { app, clock, counts, database, register } = await open();
    const { id: serverId } = await register({
      discoveryIntervalSeconds: 7 * 24 * 3600,
    });
    const inSeconds = async () => {
      const { next_discovery_at } = await database.reader('servers').first();
      const due = database.dialect.fromTime(next_discovery_at) as Date;
      return (due.getTime() - clock.now().getTime()) / 1000;
    };
    expect(await inSeconds()).toBe(7 * 24 * 3600);
    const patch = (revision: number, body: object) =>
      request(app)
        .patch(`/v1/servers/${serverId}`)
        .set('if-match', `"${revision}"`)
        .send(body)
        .expect(200);
    clock.advance(1_000);
    await patch(1, { title: 'Weather' });
    expect(await inSeconds()).toBe(7 * 24 * 3600 - 1);
    await patch(2, { discoveryIntervalSeconds: 60 });
    expect(await inSeconds()).toBe(60);
    await patch(3, { discoveryIntervalSeconds: null });
    expect(await inSeconds()).toBe(900);
    expect(await counts()).toMatchObject({ jobs: 1 });
  });

  it('gives a server limits of its own, and asks it anew within them', async () => {
    const { app, ctx, database, register, service } = await openRegistry({
      id,
      probes: true,
    });
    const { id: serverId } = await register({ connectTimeoutMs: 20_000 });
    const jobs = () => database.reader('jobs').orderBy('kind').pluck('kind');
    const takeJobs = async () => {
      const taken = await jobs();
      await database.transaction(tx => tx('jobs').delete());
      return taken;
    };
    const patch = (revision: number, body: object) =>
      request(app)
        .patch(`/v1/servers/${serverId}`)
        .set('if-match', `"${revision}"`)
        .send(body)
        .expect(200);
    const limits = async () => {
      const target = await service.getDiscoveryTarget(ctx, serverId);
      const [probed] = await service.listProbeTargets(ctx, [serverId]);
      return [
        target?.connectTimeoutMs,
        probed.connectTimeoutMs,
        probed.probeTimeoutMs,
      ];
    };
    expect(await limits()).toEqual([20_000, 20_000, undefined]);
    await takeJobs();
    const { body } = await patch(1, { probeTimeoutMs: 9_000 });
    expect(body).toMatchObject({
      probeTimeoutMs: 9_000,
      connectTimeoutMs: 20_000,
    });
    expect(await limits()).toEqual([20_000, 20_000, 9_000]);
    expect(await takeJobs()).toEqual(['probe-server']);
    const cleared = await patch(2, {
      connectTimeoutMs: null,
      probeTimeoutMs: null,
    });
    expect(cleared.body).not.toHaveProperty('connectTimeoutMs');
    expect(cleared.body).not.toHaveProperty('probeTimeoutMs');
    expect(await limits()).toEqual([undefined, undefined, undefined]);
    expect(await takeJobs()).toEqual(['discover-server', 'probe-server']);
  });

  it('holds calls to what is said of one server, field by field', async () => {
    const { app, database, register } = await openRegistry({
      id,
      probes: true,
    });
    const all = {
      timeoutMs: 120_000,
      resultBytesMax: 4_194_304,
      outputSchema: 'strict',
    } as const;
    const { id: serverId, calls } = await register({ calls: all });
    expect(calls).toEqual(all);
    await database.transaction(tx => tx('jobs').delete());
    let revision = 0;
    const patch = async (body: object) => {
      revision += 1;
      const answer = await request(app)
        .patch(`/v1/servers/${serverId}`)
        .set('if-match', `"${revision}"`)
        .send(body)
        .expect(200);
      expect(answer.body.revision).toBe(revision + 1);
      return answer.body.calls;
    };
    expect(await patch({ calls: { timeoutMs: null } })).toEqual({
      resultBytesMax: 4_194_304,
      outputSchema: 'strict',
    });
    expect(await patch({ calls: { outputSchema: 'off' } })).toEqual({
      resultBytesMax: 4_194_304,
      outputSchema: 'off',
    });
    const kept = await request(app).get(`/v1/servers/${serverId}`);
    expect(kept.body.calls).toEqual({
      resultBytesMax: 4_194_304,
      outputSchema: 'off',
    });
    expect(
      await patch({ calls: { resultBytesMax: null, outputSchema: null } }),
    ).toBeUndefined();
    expect(await patch({ calls: { timeoutMs: 5_000 } })).toEqual({
      timeoutMs: 5_000,
    });
    expect(await patch({ calls: null })).toBeUndefined();
    const row = await database.reader('servers').first('calls');
    expect(row.calls).toBeNull();
    expect(await register({ name: 'bare', calls: {} })).not.toHaveProperty(
      'calls',
    );
    // Nothing of it changes what a server offers, or whether it answers.
    expect(
      await database
        .reader('jobs')
        .whereLike('payload', `%${serverId}%`)
        .pluck('kind'),
    ).toEqual([]);
  });

  it('retires a server once, keeps its history and frees its name', async () => {
    const { app, ctx, register, service, events, counts } = await open();
    const server = await register();
    await service.recordSnapshot(ctx, server.id, observation());
    await request(app).delete(`/v1/servers/${server.id}`).expect(204);
    const before = await counts();
    await request(app).delete(`/v1/servers/${server.id}`).expect(204);
    expect(await counts()).toEqual(before);
    expect((await events()).at(-1)).toBe('server.retired');
    expect((await request(app).get('/v1/servers')).body.items).toEqual([]);
    expect(
      (await request(app).get('/v1/servers?status=retired')).body.items,
    ).toHaveLength(1);
    expect(
      (await request(app).get(`/v1/servers/${server.id}/snapshots/1`)).status,
    ).toBe(200);
    expect(await service.getDiscoveryTarget(ctx, server.id)).toBeUndefined();
    await request(app).post('/v1/servers').send(weather()).expect(201);
    await expect(
      service.recordSnapshot(ctx, server.id, observation()),
    ).rejects.toThrow('retired');
  });

  it('queues one discovery however often it is asked for', async () => {
    const { app, register, counts } = await open();
    const server = await register();
    const first = await request(app).post(`/v1/servers/${server.id}/discover`);
    const second = await request(app).post(`/v1/servers/${server.id}/discover`);
    expect([first.status, first.headers.location]).toEqual([
      202,
      `/v1/jobs/${first.body.jobId}`,
    ]);
    expect(second.body).toEqual(first.body);
    expect(await counts()).toMatchObject({ jobs: 1 });
  });

  it('keeps organisations apart', async () => {
    const { app, ctx, register, service } = await open();
    const server = await register();
    const other = { 'x-test-org': 'other' };
    await request(app)
      .get('/v1/servers/by-name/production/weather')
      .set(other)
      .expect(404);
    const theirs = { ...ctx, orgId: 'other' };
    const all = testJudgement();
    expect(await service.keepVisible(ctx, [server.id], all)).toHaveLength(1);
    expect(await service.keepVisible(theirs, [server.id], all)).toEqual([]);
    expect(await service.listProbeTargets(ctx, [server.id])).toHaveLength(1);
    expect(await service.listProbeTargets(theirs, [server.id])).toEqual([]);
    await request(app).get(`/v1/servers/${server.id}`).set(other).expect(404);
    await request(app)
      .delete(`/v1/servers/${server.id}`)
      .set(other)
      .expect(404);
    expect(
      (await request(app).get('/v1/servers?count=true').set(other)).body,
    ).toEqual({ items: [], totalItems: 0 });
    await request(app)
      .post('/v1/servers')
      .set(other)
      .send(weather())
      .expect(201);
  });
});
