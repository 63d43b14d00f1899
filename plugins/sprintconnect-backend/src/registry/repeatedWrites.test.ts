import request from 'supertest';
import { databaseIds } from '../__testUtils__';
import {
  observation,
  openRegistry,
  weather,
} from './__testUtils__/openRegistry';

describe.each(databaseIds)('a write with a key on %s', id => {
  it('gets the same answer when it is sent again, and that says so', async () => {
    const { app, counts, ctx, service } = await openRegistry({ id });
    /** Sends it twice; gives what both were answered. */
    const twice = async (send: () => request.Test) => {
      const key = `key-${Math.random()}`;
      const answer = async () => {
        const { status, text, headers } = await send().set(
          'idempotency-key',
          key,
        );
        const { location, etag, 'content-type': type } = headers;
        const { 'idempotency-replayed': replayed } = headers;
        return { told: { status, text, location, etag, type }, replayed };
      };
      const first = await answer();
      const before = await counts();
      const again = await answer();
      expect(again.told).toEqual(first.told);
      expect([first.replayed, again.replayed]).toEqual([undefined, 'true']);
      expect(await counts()).toEqual(before);
      return first.told;
    };

    const made = await twice(() =>
      request(app).post('/v1/servers').send(weather()),
    );
    const { id: serverId } = JSON.parse(made.text);
    const path = `/v1/servers/${serverId}`;
    expect(made).toMatchObject({ status: 201, location: path });
    const changed = await twice(() =>
      request(app).patch(path).set('if-match', '"1"').send({ title: 'New' }),
    );
    expect(changed).toMatchObject({ status: 200, etag: '"2"' });
    const asked = await twice(() => request(app).post(`${path}/discover`));
    expect(asked).toMatchObject({
      status: 202,
      location: `/v1/jobs/${JSON.parse(asked.text).jobId}`,
    });
    await service.recordSnapshot(ctx, serverId, observation());
    const seen = await twice(() =>
      request(app).post(`${path}/drift/acknowledge`).send({ version: 1 }),
    );
    expect(seen.status).toBe(200);
    const gone = await twice(() => request(app).delete(path));
    expect(gone).toMatchObject({ status: 204, text: '' });
  });
});
