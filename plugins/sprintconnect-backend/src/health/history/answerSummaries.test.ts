import request from 'supertest';
import { databaseIds } from '../../__testUtils__';
import { NOBODY, openAnswers } from './__testUtils__/openAnswers';

describe.each(databaseIds)('summaries of the health of servers on %s', id => {
  it('summarise the servers that were asked for, each once, in that order', async () => {
    const { app, clock, server, register, ...world } = await openAnswers(id);
    const other = await register({ name: 'other' });
    await world.probeEveryMinute(other.id, [10, 'failed', 10, 10]);
    const foreign = world.probeOf(other.id, new Date(0), 10);
    await world.insert([{ ...foreign, orgId: 'elsewhere' }]);
    const since = new Date(clock.now().getTime() - 4 * 60_000).toISOString();
    const { body } = await request(app)
      .get('/v1/servers/health-summaries')
      .query({ ids: [other.id, NOBODY, server.id, other.id].join(',') })
      .expect(200);
    expect(body).toEqual({
      items: [
        {
          serverId: other.id,
          status: 'unknown',
          uptimeH24: 0.75,
          basis: { since, probesH24: 4 },
          recent: [],
        },
        {
          serverId: server.id,
          status: 'unknown',
          basis: { probesH24: 0 },
          recent: [],
        },
      ],
    });
  });

  it('say since when a server is known, also where that is longer than a day', async () => {
    const { app, clock, server, insert, probeOf } = await openAnswers(id);
    const daysAgo = (days: number) =>
      new Date(clock.now().getTime() - days * 24 * 3_600_000);
    await insert([
      probeOf(server.id, daysAgo(3), 'failed'),
      probeOf(server.id, daysAgo(0.5), 10),
    ]);
    const { body } = await request(app)
      .get(`/v1/servers/health-summaries?ids=${server.id}`)
      .expect(200);
    expect(body.items).toMatchObject([
      {
        uptimeH24: 1,
        basis: { since: daysAgo(3).toISOString(), probesH24: 1 },
      },
    ]);
  });

  it.each([
    ['no ids', '', 'ids'],
    ['an empty list', '?ids=', 'ids'],
    ['what is no id', `?ids=${NOBODY},weather`, 'ids[1]'],
    [
      'more than 100, of which all are the same',
      `?ids=${Array.from({ length: 101 }, () => NOBODY).join(',')}`,
      'ids',
    ],
    [
      'more than 100',
      `?ids=${Array.from({ length: 101 }, (_e, n) => NOBODY.slice(0, -3) + (100 + n)).join(',')}`,
      'ids',
    ],
  ])('refuse to summarise %s', async (_what, ...[query, path]) => {
    const { app, counts } = await openAnswers(id);
    const before = await counts();
    const { body } = await request(app)
      .get(`/v1/servers/health-summaries${query}`)
      .expect(400);
    expect(body.errors).toMatchObject([{ path }]);
    expect(await counts()).toEqual(before);
  });
});
