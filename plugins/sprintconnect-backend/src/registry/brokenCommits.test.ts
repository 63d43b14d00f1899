import request from 'supertest';
import { describeOnPostgres } from '../__testUtils__';
import { openCutDatabase } from '../__testUtils__/openCutDatabase';
import { openRegistry, weather } from './__testUtils__/openRegistry';

async function world() {
  const { proxy, database } = await openCutDatabase();
  return { proxy, ...(await openRegistry({ database })) };
}

describeOnPostgres('a COMMIT on %s whose answer is lost', () => {
  it('is recognised by the Idempotency-Key, and happens once', async () => {
    const { proxy, app, counts } = await world();
    const before = await counts();
    proxy.cutAt('COMMIT', 'answer');
    const made = await request(app)
      .post('/v1/servers')
      .set('Idempotency-Key', 'once')
      .send(weather());
    expect(made.status).toBe(201);
    expect(made.headers['idempotency-replayed']).toBe('true');
    const after = await counts();
    expect(after.servers).toBe(before.servers + 1);
    expect(after.audit_entries).toBe(before.audit_entries + 1);
    expect(after.outbox_events).toBe(before.outbox_events + 1);

    proxy.cutAt('COMMIT', 'answer');
    const changed = await request(app)
      .patch(`/v1/servers/${made.body.id}`)
      .set({ 'Idempotency-Key': 'twice', 'If-Match': '"1"' })
      .send({ title: 'New' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ title: 'New', revision: 2 });
  });

  it('is not repeated without one, and the answer says how to find out', async () => {
    const { proxy, app, counts } = await world();
    const before = await counts();
    proxy.cutAt('COMMIT', 'answer');
    const unsure = await request(app).post('/v1/servers').send(weather());
    expect(unsure.status).toBe(503);
    expect(unsure.headers['retry-after']).toBe('5');
    expect(unsure.body.detail).toMatch(/may or may not have been saved/);
    expect((await counts()).servers).toBe(before.servers + 1);

    const server = await request(app).get(
      '/v1/servers/by-name/production/weather',
    );
    proxy.cutAt('COMMIT', 'before');
    const unchanged = await request(app)
      .patch(`/v1/servers/${server.body.id}`)
      .set('If-Match', '"1"')
      .send({ title: 'New' });
    expect(unchanged.status).toBe(503);
    expect(unchanged.body.detail).toMatch(/may or may not have been saved/);
    const still = await request(app).get(`/v1/servers/${server.body.id}`);
    expect(still.body.revision).toBe(1);
  });

  it('is repeated where that changes nothing: what the catalog says', async () => {
    const { proxy, app, counts } = await world();
    const before = await counts();
    const path = '/v1/catalog/entities/default/weather';
    proxy.cutAt('COMMIT', 'answer');
    const applied = await request(app)
      .put(path)
      .set('x-test-caller', 'service:plugin:catalog')
      .send(weather());
    expect(applied.status).toBe(200);
    const after = await counts();
    expect(after.servers).toBe(before.servers + 1);
    expect(after.audit_entries).toBe(before.audit_entries + 1);
  });
});
