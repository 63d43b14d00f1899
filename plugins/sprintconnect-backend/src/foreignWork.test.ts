import { v7 as uuid } from 'uuid';
import { freePort } from 'testing';
import { databaseIds, eventually } from './__testUtils__';
import { user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { createWitness } from './__testUtils__/routeWalk/witness';
import { enqueueJob } from './jobs/enqueueJob';

const HOUR_MS = 3_600_000;

describe.each(databaseIds)('work for one organisation on %s', id => {
  let portal: Portal;
  let witness: ReturnType<typeof createWitness>;
  const servers = { acme: '', globex: '' };

  /** Until every job was tried once. Trying again changes nothing but the job. */
  const settled = () =>
    eventually('every job was tried', async () => {
      const waiting = await portal.database
        .reader('jobs')
        .where({ state: 'running' })
        .orWhere({ state: 'queued', attempts: 0 });
      return waiting.length === 0;
    });

  beforeAll(async () => {
    portal = await startPortal(id, { config: { roles: ['api', 'worker'] } });
    witness = createWitness(portal.database);
    // Nobody listens there, so that what is tried fails at once.
    const url = `http://127.0.0.1:${await freePort()}/mcp`;
    const remotes = [{ type: 'streamable-http', url }];
    for (const [orgId, by] of [
      ['acme', 'ada'],
      ['globex', 'otto'],
    ] as const) {
      const answer = await portal.send('/v1/servers', {
        method: 'POST',
        headers: user(by),
        body: { name: `of-${orgId}`, environment: 'production', remotes },
      });
      if (answer.status !== 201) throw new Error(await answer.text());
      servers[orgId] = ((await answer.json()) as { id: string }).id;
    }
    await settled();
  });
  afterAll(() => portal?.stop());

  const get = async (by: string, address: string) => {
    const answer = await portal.send(address, {
      method: 'GET',
      headers: user(by),
    });
    return { status: answer.status, body: (await answer.json()) as any };
  };

  it('touches and learns nothing of another’s server, whatever the payload names', async () => {
    const { database } = portal;
    const noticeId = uuid();
    await database.reader('health_incidents').insert({
      id: noticeId,
      org_id: 'globex',
      server_id: servers.globex,
      status: 'unhealthy',
      cause_code: 'refused',
      cause_message: 'of globex',
      started_at: new Date(),
      failures: 3,
    });
    const before = await witness.content('globex');
    const mine = await witness.content('acme');
    const payload = { serverId: servers.globex, noticeId, about: 'incident' };
    const kinds = ['discover-server', 'probe-server', 'notify-incident'];
    const now = new Date();
    for (const kind of kinds) {
      await database.transaction(tx =>
        enqueueJob(
          tx,
          { orgId: 'acme', kind, payload, key: servers.globex },
          { now, dialect: database.dialect },
        ),
      );
    }
    await settled();
    expect(await witness.content('globex')).toEqual(before);
    const { jobs, ...after } = await witness.content('acme');
    const { jobs: _jobs, ...rest } = mine;
    expect(after).toEqual(rest);
    const ran = jobs.filter(text => text.includes(servers.globex));
    expect(ran).toHaveLength(kinds.length);
    expect(ran.filter(text => /of-globex|of globex|127\.0/.test(text))).toEqual(
      [],
    );
  });

  it('is told to that organisation alone', async () => {
    const { reader } = portal.database;
    for (const [orgId, by] of [
      ['acme', 'ada'],
      ['globex', 'otto'],
    ] as const) {
      const own: string[] = await reader('jobs')
        .where({ org_id: orgId })
        .pluck('id');
      const foreign: string[] = await reader('jobs')
        .whereNot({ org_id: orgId })
        .pluck('id');
      expect(Math.min(own.length, foreign.length)).toBeGreaterThan(0);
      const list = await get(by, '/v1/jobs?limit=200');
      const listed = list.body.items.map((each: { id: string }) => each.id);
      expect([...listed].sort()).toEqual([...own].sort());
      for (const each of own) {
        expect((await get(by, `/v1/jobs/${each}`)).status).toBe(200);
      }
      for (const each of foreign) {
        expect((await get(by, `/v1/jobs/${each}`)).status).toBe(404);
      }
    }
  });

  it('is what health is told from, even where rows of another name the same server', async () => {
    const { reader } = portal.database;
    const server_id = servers.globex;
    const hour = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
    const at = (hours: number) => new Date(hour.getTime() + hours * HOUR_MS);
    const told = async () => {
      const health = await get('otto', `/v1/servers/${server_id}/health`);
      const summaries = await get(
        'otto',
        `/v1/servers/health-summaries?ids=${server_id}`,
      );
      const histories = await Promise.all(
        ['raw', 'hour', 'day'].map(resolution =>
          get(
            'otto',
            `/v1/servers/${server_id}/health/history?resolution=${resolution}&from=${at(-30).toISOString()}&to=${at(1).toISOString()}`,
          ),
        ),
      );
      return [health, summaries, ...histories];
    };
    const before = await told();
    expect(before.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const org_id = 'acme';
    await reader('probes').insert(
      [-0.5, -2.5].map(hours => ({
        ...{ org_id, server_id, ok: false },
        ...{ at: at(hours), error_code: 'refused', error_message: 'of acme' },
      })),
    );
    const sums = { probes: 60, failures: 60, latencies: '[]' };
    for (const [table, hours] of [
      ['health_hours', -5],
      ['health_days', -24],
    ] as const) {
      await reader(table).insert({
        ...{ org_id, server_id, at: at(hours), ...sums },
      });
    }
    await reader('health_incidents').insert({
      ...{ id: uuid(), org_id, server_id, status: 'unhealthy', failures: 3 },
      ...{ cause_code: 'refused', cause_message: 'of acme' },
      started_at: at(-3),
    });
    expect(await told()).toEqual(before);
    expect((await get('ada', `/v1/servers/${server_id}/health`)).status).toBe(
      404,
    );
    const foreign = await get(
      'ada',
      `/v1/servers/health-summaries?ids=${server_id}`,
    );
    expect(foreign.body).toEqual({ items: [] });
  });
});
