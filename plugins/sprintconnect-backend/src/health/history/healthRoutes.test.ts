import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import {
  SprintConnectClient,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, freeHand } from '../../__testUtils__';
import { NOBODY, openAnswers } from './__testUtils__/openAnswers';
import { plus } from '../state/times';

describe.each(databaseIds)('the routes of health on %s', id => {
  it('show nothing to another organisation, and probe nothing for it', async () => {
    const {
      app,
      server,
      watch,
      counts,
      probeEveryMinute,
      insert,
      probeOf,
      clock,
    } = await openAnswers(id);
    await watch(server.id);
    await probeEveryMinute(server.id, [10, 'failed']);
    const before = await counts();
    const as = (req: request.Test) => req.set('x-test-org', 'other');
    const of = `/v1/servers/${server.id}`;
    await as(request(app).get(`${of}/health`)).expect(404);
    await as(request(app).get(`${of}/health/history`)).expect(404);
    await as(request(app).post(`${of}/probe`)).expect(404);
    const { body } = await as(
      request(app).get(`/v1/servers/health-summaries?ids=${server.id}`),
    ).expect(200);
    expect(body).toEqual({ items: [] });
    expect(await counts()).toEqual(before);
    // Nor do probes of another organisation count here, whatever server they name.
    await insert([
      {
        ...probeOf(server.id, plus(clock.now(), -1), 'failed'),
        orgId: 'other',
      },
    ]);
    const mine = await request(app).get(`${of}/health`).expect(200);
    expect(mine.body.uptime.h24).toBe(0.5);
  });

  it('need the permission to read, and to probe that to change', async () => {
    const { app, server, counts } = await openAnswers(id, {
      denied: ['sprintconnect.server.read', 'sprintconnect.server.update'],
    });
    const before = await counts();
    const of = `/v1/servers/${server.id}`;
    for (const path of [
      `${of}/health`,
      `${of}/health/history`,
      `/v1/servers/health-summaries?ids=${server.id}`,
    ]) {
      const { body } = await request(app).get(path).expect(403);
      expect(body.detail).toContain('sprintconnect.server.read');
    }
    const { body } = await request(app).post(`${of}/probe`).expect(403);
    expect(body.detail).toContain('sprintconnect.server.update');
    expect(await counts()).toEqual(before);
  });

  it('take a probe once for one key, and refuse what nobody can probe', async () => {
    const { app, server, counts, service, ctx, database } =
      await openAnswers(id);
    const probe = (key = 'k') =>
      request(app)
        .post(`/v1/servers/${server.id}/probe`)
        .set('Idempotency-Key', key);
    const first = await probe().expect(202);
    expect(first.headers.location).toBe(`/v1/jobs/${first.body.jobId}`);
    const jobs = (await counts()).jobs;
    const again = await probe().expect(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers.location).toBe(first.headers.location);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await counts()).jobs).toBe(jobs);

    const row = database.reader('servers').where({ id: server.id });
    await row.clone().update({ status: 'draft' });
    const draft = await probe('of-a-draft').expect(409);
    expect(draft.body.type).toBe(problemTypeOf('server-draft'));
    await row.clone().update({ status: 'active' });
    await service.retireServer(ctx, { id: server.id, ...freeHand });
    const before = await counts();
    const retired = await probe('other').expect(409);
    expect(retired.body.type).toBe(problemTypeOf('server-retired'));
    await request(app).post(`/v1/servers/${NOBODY}/probe`).expect(404);
    await probe('k\u00e4').expect(400);
    expect(await counts()).toEqual(before);
  });

  it('are understood by the typed client', async () => {
    const { app, server, probeEveryMinute } = await openAnswers(id);
    await probeEveryMinute(
      server.id,
      Array.from({ length: 600 }, (_e, n) => (n % 100 === 7 ? 'failed' : 50)),
    );
    const host: HttpServer = createServer(app).listen(0, '127.0.0.1');
    try {
      await new Promise(resolve => host.once('listening', resolve));
      const { port } = host.address() as AddressInfo;
      const { health } = new SprintConnectClient({
        baseUrl: `http://127.0.0.1:${port}`,
        fetch,
      });
      const now = await health.get(server.id);
      expect(now.uptime.h24).toBe(0.99);
      expect(now.trend?.direction).toBe('steady');
      const history = await health.history(server.id, { resolution: 'hour' });
      expect(history.points).toHaveLength(10);
      const { items } = await health.summaries([server.id]);
      expect(items[0].uptimeH24).toBe(0.99);
      expect((await health.probe(server.id)).jobId).toMatch(/-/);
      await expect(health.get(NOBODY)).rejects.toMatchObject({ status: 404 });
    } finally {
      await new Promise(resolve => host.close(resolve));
    }
  });
});
