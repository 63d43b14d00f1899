import request from 'supertest';
import {
  type Server,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, testJudgement } from '../__testUtils__';
import { openRegistry, weather } from './__testUtils__/openRegistry';

const catalog = { 'x-test-caller': 'service:plugin:catalog' };

describe.each(databaseIds)('what the catalog says on %s', id => {
  const open = () => openRegistry({ id });

  it('makes a server, follows it, retires it and brings it back', async () => {
    const { app, counts, events, clock } = await open();
    const put = (body: object) =>
      request(app)
        .put('/v1/catalog/entities/Default/Tides')
        .set(catalog)
        .send(body);
    const made = await put(weather({ name: 'tides', title: 'Tides' }));
    expect(made.body).toMatchObject({
      origin: 'catalog',
      entityRef: 'api:default/tides',
      title: 'Tides',
    });
    const before = await counts();
    expect(
      (await put(weather({ name: 'tides', title: 'Tides' }))).body,
    ).toEqual(made.body);
    expect(await counts()).toEqual(before);
    clock.advance(1000);
    const moved = await put({
      ...weather({ name: 'tides' }),
      environment: 'staging',
      credentialRef: 'sea',
    });
    expect(moved.body).toMatchObject({
      id: made.body.id,
      environment: 'staging',
      credentialRef: 'sea',
      revision: 2,
    });
    expect(moved.body).not.toHaveProperty('title');
    const remove = () =>
      request(app)
        .delete('/v1/catalog/entities/default/tides')
        .set(catalog)
        .expect(204);
    await remove();
    const gone = await counts();
    await remove();
    expect(await counts()).toEqual(gone);
    const back = await put(weather({ name: 'tides' }));
    expect(back.body).toMatchObject({
      id: made.body.id,
      status: 'active',
      revision: 4,
    });
    expect(await events()).toEqual([
      'server.registered',
      'server.updated',
      'server.credential.changed',
      'server.retired',
      'server.registered',
      'server.credential.changed',
    ]);
  });

  it('is said in one organisation, and changes nothing in another', async () => {
    const { ctx, service } = await open();
    const entityRef = 'api:default/tides';
    const theirs = { ...ctx, orgId: 'other' };
    const body = weather({ name: 'tides' });
    const [ours, other] = [
      await service.applyCatalogServer(ctx, { entityRef, body }),
      await service.applyCatalogServer(theirs, { entityRef, body }),
    ];
    expect(other).toMatchObject({ orgId: 'other', revision: 1 });
    expect(other.id).not.toBe(ours.id);
    await service.removeCatalogServer(theirs, entityRef);
    const [kept, gone] = await Promise.all([
      service.getServer(ctx, ours.id, testJudgement()),
      service.getServer(theirs, other.id, testJudgement()),
    ]);
    expect([kept.status, gone.status]).toEqual(['active', 'retired']);
  });

  it('retires no server that people registered when an entity of its name goes', async () => {
    const { app, counts, register } = await open();
    const server = await register();
    const before = await counts();
    await request(app)
      .delete(`/v1/catalog/entities/${server.entityRef.slice('api:'.length)}`)
      .set(catalog)
      .expect(204);
    expect(await counts()).toEqual(before);
    const answer = await request(app).get(`/v1/servers/${server.id}`);
    expect(answer.body.status).toBe('active');
  });

  it('lets people set the interval only', async () => {
    const { app, ctx, service } = await open();
    const server = await service.applyCatalogServer(ctx, {
      entityRef: 'api:default/tides',
      body: weather({ name: 'tides' }),
    });
    const patch = (body: object) =>
      request(app)
        .patch(`/v1/servers/${server.id}`)
        .set('if-match', '"1"')
        .send(body);
    const refused = await patch({ title: 'x' });
    expect(refused.body.detail).toContain(
      'Edit or unregister the entity api:default/tides',
    );
    await patch({ discoveryIntervalSeconds: 60 }).expect(200);
    const again = await service.applyCatalogServer(ctx, {
      entityRef: 'api:default/tides',
      body: weather({ name: 'tides' }),
    });
    expect(again.discoveryIntervalSeconds).toBe(60);
  });

  it('takes an interval back that its entity names no more, and no other', async () => {
    const { app, counts, ctx, database, service } = await open();
    const apply = (said: object) =>
      service.applyCatalogServer(ctx, {
        entityRef: 'api:default/tides',
        body: { ...weather({ name: 'tides' }), ...said },
      });
    const intervals = ({
      discoveryIntervalSeconds: discovery,
      probeIntervalSeconds: probe,
    }: Server) => ({ discovery, probe });
    const { id: serverId } = await apply({ probeIntervalSeconds: 5 });
    const chosen = await request(app)
      .patch(`/v1/servers/${serverId}`)
      .set('if-match', '"1"')
      .send({ discoveryIntervalSeconds: 60 });
    expect(intervals(chosen.body)).toEqual({ discovery: 60, probe: 5 });

    const bare = await apply({});
    expect(intervals(bare)).toEqual({ discovery: 60, probe: undefined });
    expect(bare.revision).toBe(3);
    const { meta } = await database
      .reader('audit_entries')
      .orderBy('position', 'desc')
      .first();
    expect(JSON.parse(meta).fields).toContain('probeIntervalSeconds');
    const before = await counts();
    expect(await apply({})).toEqual(bare);
    expect(await counts()).toEqual(before);

    const named = await apply({ discoveryIntervalSeconds: 60 });
    expect(named.revision).toBe(3);
    expect(intervals(await apply({}))).toEqual({});

    const patient = await apply({ probeTimeoutMs: 9_000 });
    const chosenToo = await request(app)
      .patch(`/v1/servers/${serverId}`)
      .set('if-match', `"${patient.revision}"`)
      .send({ connectTimeoutMs: 20_000 });
    expect(chosenToo.body.probeTimeoutMs).toBe(9_000);
    const impatient = await apply({});
    expect(impatient.connectTimeoutMs).toBe(20_000);
    expect(impatient).not.toHaveProperty('probeTimeoutMs');
  });

  it('takes each call setting back that its entity names no more, and no other', async () => {
    const { app, counts, ctx, service } = await open();
    const apply = (calls?: Server['calls']) =>
      service.applyCatalogServer(ctx, {
        entityRef: 'api:default/tides',
        body: { ...weather({ name: 'tides' }), ...(calls && { calls }) },
      });
    const { id: serverId } = await apply({ timeoutMs: 9_000 });
    const { body } = await request(app)
      .patch(`/v1/servers/${serverId}`)
      .set('if-match', '"1"')
      .send({ calls: { outputSchema: 'strict' } })
      .expect(200);
    const both = { timeoutMs: 9_000, outputSchema: 'strict' } as const;
    expect(body.calls).toEqual(both);

    const before = await counts();
    expect((await apply({ timeoutMs: 9_000 })).calls).toEqual(both);
    expect(await counts()).toEqual(before);
    expect((await apply()).calls).toEqual({ outputSchema: 'strict' });
    expect((await apply({ outputSchema: 'off' })).calls).toEqual({
      outputSchema: 'off',
    });
    expect(await apply()).not.toHaveProperty('calls');
  });

  it('says who has the name of an entity and how the entity gets it, and writes nothing', async () => {
    const { app, counts } = await open();
    const put = (entity: string, name: string) =>
      request(app)
        .put(`/v1/catalog/entities/default/${entity}`)
        .set(catalog)
        .send(weather({ name }));
    const { body: other } = await request(app)
      .post('/v1/servers')
      .send(weather({ name: 'harbour' }));
    await put('my.pier', 'my-pier').expect(200);
    const before = await counts();

    const otherwise = await put('harbour', 'harbour').expect(409);
    expect(otherwise.body.detail).toMatch(
      /^The environment production already has a server named harbour, which was not registered by a catalog entity\. .* retire that server/,
    );
    expect(otherwise.body.detail).toContain(`DELETE /v1/servers/${other.id}`);
    expect(otherwise.body.type).toBe(problemTypeOf('name-taken'));
    const provided = await put('harbour-production', 'another').expect(409);
    expect(provided.body.detail).toMatch(
      /^The catalog entity api:default\/harbour-production already stands for the server harbour /,
    );
    expect(provided.body.type).toBe(problemTypeOf('entity-taken'));
    const equal = await put('my-pier', 'my-pier').expect(409);
    expect(equal.body.detail).toMatch(
      /^The server my-pier of the environment production already belongs to the catalog entity api:default\/my\.pier,/,
    );
    expect(equal.body.type).toBe(problemTypeOf('entity-names-collide'));
    expect(await counts()).toEqual(before);

    await request(app)
      .delete(`/v1/servers/${other.id}`)
      .set('if-match', '"1"')
      .expect(204);
    const handedOver = await put('harbour', 'harbour').expect(200);
    expect(handedOver.body).toMatchObject({
      origin: 'catalog',
      entityRef: 'api:default/harbour',
    });
  });
});
