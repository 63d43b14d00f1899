import express from 'express';
import request from 'supertest';
import { databaseIds, eventually, testContext } from '../__testUtils__';
import { problemHandler, ProblemError, setContext } from '../http';
import { createAuditWorld } from './__testUtils__/createAuditWorld';
import { recordRefusals } from './recordRefusals';

const refusal = {
  action: 'request-refuse',
  target: { type: 'route', id: 'GET /v1/servers' },
  outcome: 'failure' as const,
  reason: 'no',
};

describe.each(databaseIds)('refusals on %s', id => {
  async function world() {
    const made = await createAuditWorld(id);
    const app = express();
    app.get('/v1/:status', (req, _res, next) => {
      if (req.get('x-known')) setContext(req, testContext({ address: 'peer' }));
      next(
        new ProblemError({ status: Number(req.params.status), detail: 'no' }),
      );
    });
    app.all('/v1/*', (req, _res, next) => {
      setContext(req, testContext());
      next(new ProblemError({ status: 404, detail: 'not found' }));
    });
    app.use(
      recordRefusals(made.audit),
      problemHandler({ logger: made.logger }),
    );
    return { ...made, app };
  }

  it('records who was refused, and of nobody the address and how they came', async () => {
    const { app, audit, rows } = await world();
    const hidden = `sck_${'s'.repeat(43)}`;
    await request(app).get('/v1/403?q=1').set('x-known', 'yes').expect(403);
    await request(app)
      .get('/v1/401')
      .set('Authorization', `Bearer ${hidden}`)
      .expect(401);
    await request(app).get('/v1/401').set('Authorization', hidden).expect(401);
    await request(app).get('/v1/429').expect(429);
    await audit.flush();
    expect(await rows()).toMatchObject([
      {
        caller_ref: 'user:default/ada',
        action: 'request-refuse',
        target_id: 'GET /v1/403',
        outcome: 'failure',
        reason: 'no',
        address: 'peer',
        meta: '{"status":403}',
      },
    ]);
    const nobody = await rows('-');
    expect(nobody).toMatchObject([
      {
        caller_type: 'anonymous',
        caller_ref: 'anonymous',
        action: 'credential-refuse',
        address: expect.stringMatching(/127\.0\.0\.1/),
        meta: '{"scheme":"bearer","status":401}',
      },
      // The same address, route and reason again.
      { meta: '{"repeats":1,"scheme":"bearer","status":401}' },
      { action: 'request-refuse', target_id: 'GET /v1/429' },
    ]);
    expect(JSON.stringify(nobody)).not.toContain(hidden);
  });

  it('records who names what is not there for them, all of a route as one kind', async () => {
    const { app, audit, rows } = await world();
    const known = { 'x-known': 'yes' };
    for (const tried of ['404', '404.', '404.0']) {
      await request(app).get(`/v1/${tried}?q=1`).set(known).expect(404);
    }
    await request(app).get('/v1/404').expect(404);
    await request(app).get('/v1/no/such/route').set(known).expect(404);
    await audit.flush();
    const first = {
      caller_ref: 'user:default/ada',
      action: 'request-refuse',
      target_id: 'GET /v1/:status',
      outcome: 'failure',
      reason: "It doesn't exist, or this caller can't see it.",
      meta: '{"path":"/v1/404","status":404}',
    };
    expect(await rows()).toMatchObject([
      first,
      { ...first, meta: '{"path":"/v1/404","repeats":2,"status":404}' },
    ]);
    expect(await rows('-')).toEqual([]);
  });

  it.each([400, 404, 409, 412, 500])('does not record %i', async status => {
    const { app, audit, knex } = await world();
    await request(app).get(`/v1/${status}`).expect(status);
    await audit.flush();
    expect(await knex('audit_entries')).toEqual([]);
  });

  it('writes the first of a kind at once, and counts what repeats', async () => {
    const { audit, rows } = await world();
    for (let index = 0; index < 1_000; index++) {
      audit.refused(testContext({ requestId: `r${index}` }), refusal);
    }
    await eventually('the first', async () => (await rows()).length === 1);
    await audit.flush();
    expect(await rows()).toMatchObject([
      { request_id: 'r0', meta: null },
      { request_id: 'r0', meta: '{"repeats":999}' },
    ]);
    await audit.flush();
    expect(await rows()).toHaveLength(2);
  });

  it('takes what differs only in how long to wait for the same', async () => {
    const { audit, rows } = await world();
    for (let seconds = 60; seconds > 0; seconds--) {
      const reason = `Limit reached: 60 requests per minute. Try again in ${seconds} s.`;
      audit.refused(testContext(), { ...refusal, reason });
    }
    await audit.flush();
    expect(await rows()).toMatchObject([
      { reason: expect.stringContaining('in 60 s'), meta: null },
      { meta: '{"repeats":59}' },
    ]);
  });

  it('is bounded, however different the requests are', async () => {
    const { audit, knex, rows } = await world();
    for (let index = 0; index < 5_000; index++) {
      audit.refused(
        { requestId: 'r', address: `192.0.2.${index}` },
        { ...refusal, target: { type: 'route', id: `GET /${index}` } },
      );
    }
    audit.refused(testContext(), refusal);
    await audit.flush();
    expect(await rows()).toHaveLength(1);
    const nobody = await rows('-');
    expect(nobody).toHaveLength(101);
    expect(nobody.find(row => row.action === 'requests-refuse')).toMatchObject({
      target_id: '*',
      meta: '{"repeats":4900}',
    });
    expect(await knex('audit_entries')).toHaveLength(102);
  });

  it('does not fail the request when it cannot be recorded', async () => {
    const { app, audit, knex, logger } = await world();
    await knex.schema.dropTable('audit_entries');
    await request(app).get('/v1/401').expect(401);
    await audit.flush();
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/Couldn't record/),
      expect.anything(),
    );
  });
});
