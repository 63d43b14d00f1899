import { databaseIds, testJudgement } from '../__testUtils__';
import { answerHealth } from './history/answerHealth';
import { answerSummaries } from './history/answerSummaries';
import { HistoryStore } from './history/HistoryStore';
import {
  closeWorlds,
  incidentsOf,
  minutes,
  openMoodyWorld,
  type World,
  written,
} from './__testUtils__/healthWorlds';

afterEach(closeWorlds);

const owner = 'group:default/weather';
const LOGIN = {
  status: 401,
  headers: {
    'www-authenticate':
      'Bearer resource_metadata="http://127.0.0.1/.well-known/oauth-protected-resource/mcp"',
  },
};
const SAID = {
  code: 'login-required',
  message: expect.stringMatching(/^This server asks for a login/),
};

function read(world: World, serverId: string) {
  const deps = { ...world.deps, history: new HistoryStore(world.database) };
  return {
    health: async () =>
      answerHealth(deps, world.ctx, await world.server(serverId)),
    summary: async () => {
      const asked = { ids: serverId, readable: testJudgement() };
      return (await answerSummaries(deps, world.ctx, asked)).items[0];
    },
  };
}

/** Tells what there is to tell, and gives all that was told so far. */
async function tell(world: World) {
  for (const job of world.takeJobs('notify-incident')) await world.runJob(job);
  return world.notifications.map(({ title, severity }) => [title, severity]);
}

describe.each(databaseIds)('a server that asks for a login on %s', id => {
  it('is no outage: no incident, no notification, no part of a budget', async () => {
    const more = { owner, environment: 'production' };
    const { world, moody, serverId } = await openMoodyWorld(id, {}, more);
    moody.setMood(LOGIN);
    await world.probe(serverId);
    const since = world.clock.now().toISOString();
    expect((await world.server(serverId)).health).toEqual({
      status: 'login-required',
      since,
    });
    await minutes(world, serverId, 30);
    await world.judgeBudgets();
    expect(await tell(world)).toEqual([]);
    expect(await written(world)).toEqual({
      probes: 0,
      incidents: 0,
      health: 1,
      audited: 1,
      notices: 0,
    });
    expect(world.events.filter(({ type }) => type.includes('slo'))).toEqual([]);
    expect(await world.state(serverId)).toMatchObject({
      status: 'login-required',
      reason: SAID,
      failures: 0,
      rest: undefined,
      breaker: undefined,
      incidentId: undefined,
    });
    const health = await read(world, serverId).health();
    expect(health).toMatchObject({
      status: 'login-required',
      since,
      reason: SAID,
      lastProbe: { ok: false, error: SAID },
      uptime: {},
      slo: { verdict: 'not-judged', alerts: [] },
    });
    expect(health).not.toHaveProperty('incident');
    expect(await read(world, serverId).summary()).toEqual({
      serverId,
      status: 'login-required',
      since,
      reason: SAID,
      basis: { probesH24: 0 },
      recent: [],
    });
  });

  it('ends the incident and the burning budget of one that was down, which goes down and comes back as any other', async () => {
    const more = { owner, title: 'Moody', environment: 'production' };
    const { world, moody, serverId } = await openMoodyWorld(id, {}, more);
    const statusOf = async () => (await world.server(serverId)).health.status;
    await minutes(world, serverId, 40);
    await moody.stop();
    await minutes(world, serverId, 3);
    // A window ends before the present moment, in which the last probe was.
    world.clock.advance(1);
    await world.judgeBudgets();
    expect((await world.state(serverId)).alerts).toHaveLength(1);
    const begun = ['Moody (production) is unhealthy', 'critical'];
    expect((await tell(world)).at(-1)).toEqual(begun);

    await moody.start();
    moody.setMood(LOGIN);
    await minutes(world, serverId, 1);
    expect(await statusOf()).toBe('unhealthy');
    await minutes(world, serverId, 1);
    expect(await statusOf()).toBe('login-required');
    await world.judgeBudgets();
    expect((await world.state(serverId)).alerts).toEqual([]);
    const [incident] = await incidentsOf(world);
    const { fromTime } = world.database.dialect;
    expect(fromTime(incident.ended_at)).toEqual(world.clock.now());
    expect(incident.failures).toBe(3);
    const over = ['Moody (production) asks for a login', 'low'];
    expect((await tell(world)).at(-1)).toEqual(over);
    const subjects = world.notifications.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(1);

    await moody.stop();
    await minutes(world, serverId, 3);
    expect(await statusOf()).toBe('unhealthy');
    expect(await incidentsOf(world)).toHaveLength(2);
    await moody.start();
    moody.setMood('well');
    await minutes(world, serverId, 2);
    expect(await statusOf()).toBe('healthy');
    expect((await tell(world)).at(-1)).toEqual([
      'Moody (production) is healthy again',
      'low',
    ]);
    // 40 good ones, 3 failed twice, 2 good ones; and none of those between.
    expect((await written(world)).probes).toBe(48);
  });
});
