import request from 'supertest';
import { v7 as uuid } from 'uuid';
import {
  egressRulesMax,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../../__testUtils__';
import { openEgressWorld } from '../__testUtils__/openEgressWorld';

const RULES = '/v1/egress/rules';

describe.each(databaseIds)('egress rules on %s', id => {
  it('are made, listed, changed and deleted, each with its audit entry and event', async () => {
    const { app, events, entries } = await openEgressWorld({ id });
    const made = await request(app)
      .post(RULES)
      .send({
        action: 'allow',
        host: 'MCP.Corp.example.',
        range: '10.20.0.0/24',
        ports: [8443],
        environment: 'production',
        note: 'The tools of the platform',
      })
      .expect(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      action: 'allow',
      host: 'mcp.corp.example',
      range: '10.20.0.0/24',
      ports: [8443],
      environment: 'production',
      note: 'The tools of the platform',
      createdBy: 'user:default/ada',
      createdAt: expect.any(String),
      updatedBy: 'user:default/ada',
      updatedAt: expect.any(String),
      revision: 1,
    });
    expect(made.headers.etag).toBe('"1"');
    expect(made.headers.location).toBe(`${RULES}/${made.body.id}`);
    const one = `${RULES}/${made.body.id}`;
    const changed = await request(app)
      .patch(one)
      .set('If-Match', '"1"')
      .send({ ports: null, environment: null, host: '*.corp.example' })
      .expect(200);
    expect(changed.body).toMatchObject({
      host: '*.corp.example',
      range: '10.20.0.0/24',
      revision: 2,
    });
    expect(changed.body).not.toHaveProperty('ports');
    expect(changed.body).not.toHaveProperty('environment');
    expect(changed.headers.etag).toBe('"2"');
    const listed = await request(app).get(`${RULES}?count=true`).expect(200);
    expect(listed.body).toEqual({ items: [changed.body], totalItems: 1 });
    await request(app).delete(one).set('If-Match', '"2"').expect(204);
    const none = await request(app).get(RULES).expect(200);
    expect(none.body).toEqual({ items: [] });
    expect(entries.map(each => [each.action, each.target])).toEqual(
      ['create', 'update', 'delete'].map(what => [
        `egress-rule-${what}`,
        { type: 'egress-rule', id: made.body.id },
      ]),
    );
    expect(events).toEqual(
      [1, 2, 2].map(revision => ({
        type: 'egress.rules.changed',
        orgId: 'default',
        revision,
      })),
    );
  });

  it('are told page by page, newest first, and to their organisation only', async () => {
    const { app, make } = await openEgressWorld({ id });
    for (const host of ['a.example', 'b.example', 'c.example']) {
      await make({ action: 'deny', host });
    }
    const first = await request(app).get(`${RULES}?limit=2&fields=host`);
    expect(first.body.items).toEqual([
      { host: 'c.example' },
      { host: 'b.example' },
    ]);
    const rest = await request(app).get(
      `${RULES}?limit=2&fields=host&cursor=${first.body.nextCursor}`,
    );
    expect(rest.body).toEqual({ items: [{ host: 'a.example' }] });
    const others = await request(app).get(RULES).set('x-test-org', 'other');
    expect(others.body).toEqual({ items: [] });
  });

  it('of another organisation are not there', async () => {
    const { app, make, written } = await openEgressWorld({ id });
    const { id: rule } = await make({ action: 'deny', host: 'a.example' });
    const before = await written();
    for (const answer of [
      await request(app)
        .patch(`${RULES}/${rule}`)
        .set({ 'x-test-org': 'other', 'If-Match': '"1"' })
        .send({ host: 'b.example' }),
      await request(app)
        .delete(`${RULES}/${rule}`)
        .set({ 'x-test-org': 'other', 'If-Match': '"1"' }),
      await request(app).delete(`${RULES}/${uuid()}`).set('If-Match', '"1"'),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect(await written()).toEqual(before);
  });

  it('are written once for one Idempotency-Key', async () => {
    const { app, written } = await openEgressWorld({ id });
    const post = () =>
      request(app)
        .post(RULES)
        .set('Idempotency-Key', 'one')
        .send({ action: 'deny', host: 'a.example' });
    const [first, second] = [await post(), await post()];
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect((await written()).rules).toHaveLength(1);
  });

  it('are no more than an organisation can have', async () => {
    const { app, database, make, written } = await openEgressWorld({ id });
    await make({ action: 'deny', host: 'a.example' });
    const [row] = await database.reader('egress_rules');
    for (let at = 1; at < egressRulesMax; at += 100) {
      const count = Math.min(100, egressRulesMax - at);
      await database
        .reader('egress_rules')
        .insert(Array.from({ length: count }, () => ({ ...row, id: uuid() })));
    }
    const before = await written();
    const answer = await request(app)
      .post(RULES)
      .send({ action: 'deny', host: 'b.example' });
    expect(answer.status).toBe(409);
    expect(answer.body.type).toBe(problemTypeOf('egress-rules-full'));
    expect(await written()).toEqual(before);
    // Those of another organisation do not count.
    const other = await request(app)
      .post(RULES)
      .set('x-test-org', 'other')
      .send({ action: 'deny', host: 'b.example' });
    expect(other.status).toBe(201);
  });
});

describe('what is refused of a rule', () => {
  const SPECIAL = 'which no rule can allow';
  const OUTSIDE = "isn't within the private ranges";
  it.each<[string, object, Record<string, string>]>([
    ['no action', {}, { action: 'Invalid' }],
    ['another action', { action: 'maybe' }, { action: 'Invalid' }],
    [
      'an unknown field',
      { action: 'deny', orgId: 'other' },
      { orgId: "isn't a known field" },
    ],
    [
      'an address as host',
      { action: 'allow', host: '10.20.0.7' },
      { host: 'give the range 10.20.0.7/32' },
    ],
    [
      'a URL as host',
      { action: 'deny', host: 'http://a' },
      { host: "isn't a host" },
    ],
    ['an empty host', { action: 'deny', host: '' }, { host: '>=1' }],
    ['port 0', { action: 'deny', ports: [0] }, { 'ports[0]': '>=1' }],
    ['no port', { action: 'deny', ports: [] }, { ports: '>=1' }],
    [
      'an environment that is not configured',
      { action: 'deny', environment: 'moon' },
      { environment: 'choose one of development, production' },
    ],
    [
      'bits behind the prefix',
      { action: 'deny', range: '10.1.2.3/8' },
      { range: '10.0.0.0/8' },
    ],
    [
      'more than is private here',
      { action: 'allow', range: '10.0.0.0/8' },
      { range: OUTSIDE },
    ],
    [
      'another private range',
      { action: 'allow', range: '192.168.0.0/16' },
      { range: OUTSIDE },
    ],
    ['loopback', { action: 'allow', range: '127.0.0.0/8' }, { range: OUTSIDE }],
    [
      'metadata',
      { action: 'allow', range: '169.254.169.254/32' },
      { range: SPECIAL },
    ],
    ['Azure', { action: 'allow', range: '168.63.129.16' }, { range: SPECIAL }],
    ['link-local', { action: 'allow', range: 'fe80::/10' }, { range: SPECIAL }],
    ['everything', { action: 'allow', range: '0.0.0.0/0' }, { range: SPECIAL }],
    ['every IPv6', { action: 'allow', range: '::/0' }, { range: SPECIAL }],
    ['NAT64', { action: 'allow', range: '64:ff9b::/96' }, { range: SPECIAL }],
    ['mapped', { action: 'allow', range: '::ffff:0:0/96' }, { range: SPECIAL }],
    [
      'everything wrong at once',
      {
        action: 'allow',
        host: 'a b',
        range: 'x',
        ports: [99999],
        environment: 'moon',
      },
      {
        host: "isn't",
        range: "isn't",
        'ports[0]': '<=65535',
        environment: "isn't",
      },
    ],
  ])('%s', async (_what, body, faults) => {
    const { app, written } = await openEgressWorld();
    const before = await written();
    const answer = await request(app).post(RULES).send(body);
    expect(answer.status).toBe(400);
    const told = Object.fromEntries(
      answer.body.errors.map((each: { path: string; message: string }) => [
        each.path,
        each.message,
      ]),
    );
    expect(told).toEqual(
      Object.fromEntries(
        Object.entries(faults).map(([path, part]) => [
          path,
          expect.stringContaining(part),
        ]),
      ),
    );
    expect(await written()).toEqual(before);
  });

  it('a change that makes of a rule what could not be made', async () => {
    const { app, make, written } = await openEgressWorld();
    const { id } = await make({ action: 'deny', range: '169.254.0.0/16' });
    const before = await written();
    const change = (body: object, etag = '"1"') =>
      request(app).patch(`${RULES}/${id}`).set('If-Match', etag).send(body);
    const opened = await change({ action: 'allow' });
    expect([opened.status, opened.body.errors[0].path]).toEqual([400, 'range']);
    expect(
      (await change({ host: 'a b', ports: [0] })).body.errors,
    ).toHaveLength(2);
    expect((await change({ note: 'x' }, '"2"')).status).toBe(412);
    const blind = await request(app).patch(`${RULES}/${id}`).send({});
    expect(blind.status).toBe(428);
    const stale = await request(app)
      .delete(`${RULES}/${id}`)
      .set('If-Match', '"7"');
    expect(stale.status).toBe(412);
    expect(await written()).toEqual(before);
  });

  it('everything of those who do not manage egress', async () => {
    const { app, written } = await openEgressWorld({
      denied: ['sprintconnect.egress.manage'],
    });
    const before = await written();
    const rule = `${RULES}/${uuid()}`;
    for (const answer of [
      await request(app).get(RULES),
      await request(app).post(RULES).send({ action: 'deny', host: 'a' }),
      await request(app).patch(rule).set('If-Match', '"1"').send({}),
      await request(app).delete(rule).set('If-Match', '"1"'),
      await request(app).get('/v1/egress/settings'),
      await request(app).get('/v1/egress/attempts'),
    ]) {
      expect(answer.status).toBe(403);
    }
    expect(await written()).toEqual(before);
  });
});
