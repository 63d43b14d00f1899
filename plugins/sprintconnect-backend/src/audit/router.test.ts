import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import type { AuditRow } from './AuditRow';
import {
  databaseIds,
  testApp,
  testAuthorizer,
  testContext,
} from '../__testUtils__';
import { createCursors } from '../http';
import { createAuditWorld } from './__testUtils__/createAuditWorld';
import { createAuditRouter } from './createAuditRouter';

describe.each(databaseIds)('the audit routes on %s', id => {
  async function world(denied: string[] = []) {
    const made = await createAuditWorld(id);
    const cursors = createCursors(Buffer.alloc(32, 1));
    const router = createAuditRouter({
      ...made,
      authorizer: testAuthorizer(denied),
      cursors,
    });
    const app = testApp([router]);
    const get = async (query = '', expected = 200) =>
      (await request(app).get(`/v1/audit${query}`).expect(expected)).body;
    return { ...made, app, cursors, get };
  }

  it('lists the newest first, page by page, whatever is written meanwhile', async () => {
    const { fill, get } = await world();
    await fill(7);
    const seen: number[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page++) {
      const { items, nextCursor } = await get(
        `?limit=3&action=server-register${cursor}`,
      );
      seen.push(...items.map((item: { seq: number }) => item.seq));
      if (!nextCursor) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('tells entries of one moment apart', async () => {
    const { record, get } = await world();
    for (const name of ['a', 'b', 'c']) {
      await record({}, { target: { type: 'server', id: name } });
    }
    const first = await get('?limit=2&action=server-register');
    const rest = await get(
      `?limit=2&action=server-register&cursor=${first.nextCursor}`,
    );
    expect(
      [...first.items, ...rest.items].map(({ target }) => target.id),
    ).toEqual(['c', 'b', 'a']);
  });

  it('says all of an entry, and only asked fields', async () => {
    const { record, sealer, get } = await world();
    await record(
      {
        caller: {
          type: 'user',
          ref: 'user:default/ada',
          actor: 'plugin:mcp-actions',
        },
        traceId: 'abc',
        address: '192.0.2.7',
      },
      { outcome: 'failure', reason: 'no', policyHash: 'p1' },
    );
    await sealer.sealAll();
    const { items, totalItems } = await get('?count=true&outcome=failure');
    expect(totalItems).toBe(1);
    expect(items).toEqual([
      {
        id: expect.any(String),
        at: '2026-11-22T12:00:00.000Z',
        caller: {
          type: 'user',
          ref: 'user:default/ada',
          actor: 'plugin:mcp-actions',
        },
        action: 'server-register',
        target: { type: 'server', id: 's1' },
        outcome: 'failure',
        reason: 'no',
        requestId: 'test-request',
        traceId: 'abc',
        address: '192.0.2.7',
        policyHash: 'p1',
        meta: { name: 'weather' },
        seq: 1,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    const { items: some } = await get('?fields=seq,action&outcome=failure');
    expect(some).toEqual([{ seq: 1, action: 'server-register' }]);
  });

  it.each([
    ['actor=user:default/bob', ['b']],
    ['actor=user:default/bo', []],
    ['actor=BOB', ['b']],
    [
      'actor=default/&action=server-register,server-retire,server-update',
      ['a', 'b', 'c'],
    ],
    ['actor=b_b', []],
    ['actor=%25', []],
    ['actor=nobody', []],
    ['action=server-retire,server-update', ['b', 'c']],
    // A part of the name of all three, "weather".
    ['target=EATH', ['a', 'b', 'c']],
    ['target=nobody', []],
    ['target=%25', []],
    ['outcome=failure', ['c']],
    [
      'from=2026-11-22T12:00:02Z&action=server-register,server-retire,server-update',
      ['b', 'c'],
    ],
    ['from=2026-11-22T12:00:01Z&to=2026-11-22T12:00:02Z', ['a']],
  ])('narrows by %s', async (query, expected) => {
    const { record, clock, get } = await world();
    const bob = { caller: { type: 'user', ref: 'user:default/bob' } } as const;
    const entries = [
      [{}, { target: { type: 'server', id: 'a' } }],
      [bob, { action: 'server-retire', target: { type: 'server', id: 'b' } }],
      [
        {},
        {
          action: 'server-update',
          target: { type: 'server', id: 'c' },
          outcome: 'failure',
        },
      ],
    ] as const;
    for (const [ctx, entry] of entries) {
      clock.advance(1_000);
      await record(ctx, entry);
    }
    const { items } = await get(`?${query}`);
    expect(
      items.map((each: { target: { id: string } }) => each.target.id).reverse(),
    ).toEqual(expected);
  });

  it('records each read, also of an export', async () => {
    const { get, rows, app } = await world();
    await get('?outcome=failure');
    await request(app).get('/v1/audit/export?format=csv').expect(200);
    const [first, second] = (await rows()) as AuditRow[];
    expect(first).toMatchObject({
      action: 'audit-read',
      target_type: 'audit',
      meta: '{"limit":50,"outcome":"failure"}',
    });
    expect(second).toMatchObject({
      action: 'audit-export',
      meta: '{"format":"csv"}',
    });
  });

  it('refuses without the permission, and reads and writes nothing', async () => {
    const { get, knex, fill } = await world(['sprintconnect.audit.read']);
    await fill(1);
    const answer = await get('', 403);
    expect(answer.detail).toContain('sprintconnect.audit.read');
    await get('/export', 403);
    expect(await knex('audit_entries')).toHaveLength(1);
  });

  it('refuses bad queries and cursors of another organisation, and records no read', async () => {
    const { app, cursors, get, fill, knex } = await world();
    await fill(3);
    const ofOtherList = cursors.sign(testContext(), {}, ['0190b5a0', 'a']);
    for (const query of [
      '?limit=0',
      '?from=yesterday',
      '?outcome=maybe',
      '?fields=secret',
      '?unknown=1',
      '?cursor=AAAA',
      `?cursor=${ofOtherList}`,
      '/export?format=xml',
      '/export?limit=3',
    ]) {
      await get(query, 400);
    }
    expect(await knex('audit_entries')).toHaveLength(3);
    const { nextCursor } = await get('?limit=1');
    await request(app)
      .get(`/v1/audit?limit=1&cursor=${nextCursor}`)
      .set('x-test-org', 'other')
      .expect(400);
  });

  it('shows an organisation its own only, and nobody’s refusals to operators only', async () => {
    const { app, fill, get, audit } = await world();
    await fill(2);
    audit.refused(
      { requestId: 'r', address: '192.0.2.1' },
      {
        action: 'request-refuse',
        target: { type: 'route', id: 'GET /v1/me' },
        outcome: 'failure',
      },
    );
    await audit.flush();
    const as = (query: string) =>
      request(app).get(`/v1/audit${query}`).set('x-test-org', 'other');
    const own = await as('?action=server-register').expect(200);
    expect(own.body.items).toEqual([]);
    const refused = await as('?anonymous=true').expect(403);
    expect(refused.body.type).toBe(problemTypeOf('operators-only'));
    await as('/export?anonymous=true').expect(403);
    const { items } = await get('?anonymous=true');
    expect(items).toMatchObject([
      {
        caller: { type: 'anonymous', ref: 'anonymous' },
        address: '192.0.2.1',
      },
    ]);
  });

  it('exports everything that matches as JSON lines', async () => {
    const { app, fillAtOnce, sealer } = await world();
    await fillAtOnce(1_001);
    await sealer.sealAll();
    const answer = await request(app)
      .get('/v1/audit/export?action=server-health')
      .buffer(true)
      .parse((res, done) => {
        let text = '';
        res.on('data', chunk => (text += chunk));
        res.on('end', () => done(null, text));
      })
      .expect(200)
      .expect('Content-Type', /application\/x-ndjson/)
      .expect('Content-Disposition', 'attachment; filename="audit.ndjson"');
    const lines = String(answer.body).trimEnd().split('\n');
    expect(lines).toHaveLength(1_001);
    expect(JSON.parse(lines[0])).toMatchObject({ seq: 1_001 });
    expect(JSON.parse(lines[1_000])).toMatchObject({ seq: 1 });
  });

  it('answers HEAD of an export without reading any of it', async () => {
    const { app, fill, knex } = await world();
    await fill(2);
    const statements: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await request(app)
      .head('/v1/audit/export?format=csv')
      .expect(200)
      .expect('Content-Type', /text\/csv/);
    const reads = statements.filter(sql => /^select .*audit_entries/.test(sql));
    expect(reads).toEqual([]);
    expect(statements.join()).toContain('insert into');
  });

  it('exports CSV that no spreadsheet takes for a formula', async () => {
    const { app, record } = await world();
    for (const reason of [
      '=1+1',
      '+1',
      '-1',
      '@x',
      '\t=1',
      ' =1',
      'a,"b"\nc',
    ]) {
      await record({}, { reason });
    }
    const { text } = await request(app)
      .get('/v1/audit/export?format=csv&action=server-register')
      .expect(200)
      .expect('Content-Type', /text\/csv/);
    const [head, ...lines] = text.split('\r\n');
    expect(head).toBe(
      'at,seq,callerType,callerRef,action,targetType,targetId,outcome,reason,requestId,traceId,address,policyHash,meta,id,hash,callerActor',
    );
    expect(lines[0]).toContain(',success,"a,""b""\nc",test-request,');
    expect(lines[0]).toContain('"{""name"":""weather""}"');
    expect(lines.slice(1, -1).map(line => line.split(',')[8])).toEqual([
      "' =1",
      "'\t=1",
      "'@x",
      "'-1",
      "'+1",
      "'=1+1",
    ]);
  });
});
