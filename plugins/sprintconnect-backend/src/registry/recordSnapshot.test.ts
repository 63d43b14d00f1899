import request from 'supertest';
import {
  estimateTokens,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import { observation, openRegistry, tool } from './__testUtils__/openRegistry';

describe.each(databaseIds)('what a discovery found on %s', id => {
  const open = () => openRegistry({ id });

  it('becomes a version only where it differs', async () => {
    const { app, ctx, register, service, events, counts, clock } = await open();
    const server = await register();
    expect(await service.recordSnapshot(ctx, server.id, observation())).toEqual(
      { version: 1, changed: true },
    );
    expect((await events()).slice(1)).toEqual([
      'server.discovery.completed',
      'server.capabilities.changed',
    ]);
    const before = await counts();
    clock.advance(60_000);
    const same = observation();
    same.capabilities.reverse();
    same.capabilities = same.capabilities.map(each => ({
      ...each,
      definition: Object.fromEntries(Object.entries(each.definition).reverse()),
    }));
    same.serverInfo = { name: 'weather', version: '2.0.0' };
    expect(await service.recordSnapshot(ctx, server.id, same)).toEqual({
      version: 1,
      changed: false,
    });
    expect(await counts()).toEqual({
      ...before,
      server_observed_moves: before.server_observed_moves + 1,
    });
    const read = await request(app).get(`/v1/servers/${server.id}`);
    expect(serverSchema.parse(read.body)).toMatchObject({
      era: 'modern',
      serverInfo: { version: '2.0.0' },
      counts: { tools: 2, resources: 0, resourceTemplates: 0, prompts: 1 },
      snapshot: { current: 1 },
      revision: 1,
      lastDiscoveredAt: '2026-11-22T12:01:00.000Z',
    });
    const { items } = (
      await request(app).get(`/v1/servers/${server.id}/capabilities?kind=tool`)
    ).body;
    expect(items).toMatchObject([
      {
        name: 'alerts',
        firstSeen: '2026-11-22T12:00:00.000Z',
        lastSeen: '2026-11-22T12:01:00.000Z',
      },
      {
        name: 'forecast',
        description: 'Tells the weather',
        inputSchema: { type: 'object' },
        tokens: estimateTokens(items[1].definition),
      },
    ]);
    const prompts = await request(app).get(
      `/v1/servers/${server.id}/capabilities?kind=prompt`,
    );
    expect(prompts.body.items).toHaveLength(1);
    expect(prompts.body.items[0]).not.toHaveProperty('tokens');
    const costs = await request(app).get(
      `/v1/servers/${server.id}/capabilities?kind=tool&fields=tokens`,
    );
    expect(costs.body.items).toEqual(
      items.map(({ tokens }: { tokens: number }) => ({ tokens })),
    );
  });

  it('tells versions apart, and remembers when a capability came', async () => {
    const { app, ctx, register, service, clock } = await open();
    const server = await register();
    const path = `/v1/servers/${server.id}`;
    await service.recordSnapshot(ctx, server.id, observation());
    const later = [
      [tool('alerts', { description: 'Send me to http://evil.example/' })],
      [tool('alerts'), tool('forecast', { description: 'Tells the weather' })],
    ];
    for (const capabilities of later) {
      clock.advance(1000);
      await service.recordSnapshot(
        ctx,
        server.id,
        observation({ capabilities }),
      );
    }
    const versions = await request(app).get(
      `${path}/snapshots?limit=2&count=true`,
    );
    expect(versions.body).toMatchObject({
      items: [{ version: 3 }, { version: 2 }],
      totalItems: 3,
    });
    const rest = await request(app).get(
      `${path}/snapshots?limit=2&cursor=${versions.body.nextCursor}&fields=version`,
    );
    expect(rest.body).toEqual({ items: [{ version: 1 }] });
    const diff = await request(app).get(`${path}/snapshots/1/diff/2`);
    expect(diff.body).toMatchObject({
      identical: false,
      severity: 'warning',
    });
    expect(
      diff.body.changes.map(
        (each: { grade: string; name: string }) => `${each.name} ${each.grade}`,
      ),
    ).toEqual([
      'forecast removed',
      'alerts description',
      'alerts url-introduced',
      'forecast removed',
    ]);
    expect(
      (await request(app).get(`${path}/snapshots/2/diff/2`)).body,
    ).toMatchObject({ identical: true, changes: [] });
    const { items } = (await request(app).get(`${path}/capabilities?q=WEATHER`))
      .body;
    expect(items).toMatchObject([
      {
        name: 'forecast',
        kind: 'tool',
        firstSeen: '2026-11-22T12:00:00.000Z',
      },
    ]);
  });

  it('cannot be a name twice', async () => {
    const { ctx, register, service, counts } = await open();
    const server = await register();
    const before = await counts();
    const twice = observation({ capabilities: [tool('a'), tool('a')] });
    await expect(service.recordSnapshot(ctx, server.id, twice)).rejects.toThrow(
      'The server offers the tool "a" twice',
    );
    expect(await counts()).toEqual(before);
  });

  it('may be hostile text and a great deal of it', async () => {
    const { app, ctx, register, service } = await open();
    const server = await register();
    const capabilities = [
      tool(`nul\u0000${'ü'.repeat(3000)}`, { description: 'a\u0000b' }),
      ...Array.from({ length: 5000 }, (_each, at) => tool(`t${at}`)),
    ];
    await service.recordSnapshot(
      ctx,
      server.id,
      observation({ capabilities, instructions: 'x\u0000y' }),
    );
    const seen = new Set<string>();
    let cursor = '';
    do {
      const page = await request(app).get(
        `/v1/servers/${server.id}/capabilities?limit=200&fields=id${cursor}`,
      );
      page.body.items.forEach((each: { id: string }) => seen.add(each.id));
      cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`;
    } while (cursor);
    expect(seen.size).toBe(5001);
  });

  it('that failed is said, keeps the last version, and is forgotten by the next good one', async () => {
    const { app, ctx, register, service, events } = await open();
    const server = await register();
    await service.recordSnapshot(ctx, server.id, observation());
    await service.recordDiscoveryFailure(ctx, server.id, {
      code: 'timeout',
      message: 'No answer within 10 s',
    });
    const failed = await request(app).get(`/v1/servers/${server.id}`);
    expect(failed.body).toMatchObject({
      snapshot: { current: 1 },
      lastError: {
        code: 'timeout',
        message: 'No answer within 10 s',
        at: '2026-11-22T12:00:00.000Z',
      },
    });
    expect((await events()).at(-1)).toBe('server.discovery.failed');
    await service.recordSnapshot(ctx, server.id, observation());
    expect(
      (await request(app).get(`/v1/servers/${server.id}`)).body,
    ).not.toHaveProperty('lastError');
    expect((await events()).at(-1)).toBe('server.discovery.completed');
  });

  it('is not written about a server that is a draft or retired meanwhile', async () => {
    const { counts, ctx, database, register, service } = await open();
    const server = await register();
    const due = () =>
      service.listDueForDiscovery(new Date('2999-01-01T00:00:00Z'), 10);
    const fail = () =>
      service.recordDiscoveryFailure(ctx, server.id, {
        code: 'timeout',
        message: 'No answer within 10 s',
      });
    expect(await due()).toHaveLength(1);
    const put = (status: string) =>
      database.reader('servers').update({ status });
    await put('draft');
    expect(await due()).toEqual([]);
    await put('retired');
    expect(await due()).toEqual([]);
    const before = [await counts(), await database.reader('servers')];
    await fail();
    expect([await counts(), await database.reader('servers')]).toEqual(before);
    await put('active');
    await fail();
    expect(await counts()).not.toEqual(before[0]);
  });

  it('says when to look again', async () => {
    const { ctx, database, register, service, clock } = await open();
    const server = await register({ discoveryIntervalSeconds: 60 });
    const due = async (seconds: number) =>
      (
        await service.listDueForDiscovery(
          new Date(clock.now().getTime() + seconds * 1000),
          10,
        )
      ).length;
    expect([await due(59), await due(60)]).toEqual([0, 1]);
    await service.recordDiscoveryFailure(ctx, server.id, {
      code: 'dns',
      message: 'x',
    });
    expect([await due(119), await due(120)]).toEqual([0, 1]);
    await service.recordSnapshot(ctx, server.id, observation());
    expect([await due(59), await due(60)]).toEqual([0, 1]);
    const servers = await service.listDueForDiscovery(
      new Date(clock.now().getTime() + 60_000),
      10,
    );
    expect(servers).toEqual([{ serverId: server.id, orgId: 'default' }]);
    const until = new Date(clock.now().getTime() + 500_000);
    await database.transaction(tx =>
      service.deferDiscovery(tx, { servers, until }),
    );
    expect([await due(499), await due(500)]).toEqual([0, 1]);
    expect(await service.getDiscoveryTarget(ctx, server.id)).toMatchObject({
      remotes: server.remotes,
      prior: {
        era: 'modern',
        protocolVersion: '2026-07-28',
        remoteUrl: 'https://weather.example/mcp',
      },
    });
  });
});
