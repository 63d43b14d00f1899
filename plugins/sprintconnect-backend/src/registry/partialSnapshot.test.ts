import request from 'supertest';
import {
  serverSchema,
  snapshotSchema,
  type Capability,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, freeHand } from '../__testUtils__';
import { bounds } from '../upstream';
import { observation, openRegistry, tool } from './__testUtils__/openRegistry';
import type { ObservedListFault } from './ObservedServer';

const prompt = (name: string) => ({
  kind: 'prompt' as const,
  name,
  definition: { name },
});

const down: ObservedListFault = {
  kind: 'prompt',
  code: 'protocol',
  message: 'The prompts are down',
};

/** The tools as they are now, and nothing of the prompts. */
const toolsOnly = (...names: string[]) =>
  observation({ capabilities: names.map(name => tool(name)), faults: [down] });

describe.each(databaseIds)('a discovery of which a list failed, on %s', id => {
  async function open() {
    const world = await openRegistry({ id });
    const { app, service, ctx } = world;
    const server = await world.register();
    const path = `/v1/servers/${server.id}`;
    return {
      ...world,
      server,
      path,
      record: (observed: ReturnType<typeof observation>) =>
        service.recordSnapshot(ctx, server.id, observed),
      read: async () => serverSchema.parse((await request(app).get(path)).body),
      offered: async () => {
        const { body } = await request(app).get(`${path}/capabilities`);
        return body.items as Capability[];
      },
      lastEvents: async (count: number) =>
        (await world.database.reader('outbox_events').orderBy('position'))
          .slice(-count)
          .map(row => [row.type, JSON.parse(row.payload).partial]),
    };
  }

  it('is recorded without the list where there was no version before', async () => {
    const { app, path, record, read, offered, lastEvents, database } =
      await open();
    expect(await record(toolsOnly('a'))).toEqual({
      version: 1,
      changed: true,
      partial: true,
    });
    expect(await read()).toMatchObject({
      counts: { tools: 1, prompts: 0 },
      listFaults: [{ ...down, since: '2026-11-22T12:00:00.000Z' }],
    });
    expect((await offered()).map(each => each.name)).toEqual(['a']);
    expect(await lastEvents(2)).toEqual([
      ['server.discovery.completed', true],
      ['server.capabilities.changed', true],
    ]);
    const entry = await database
      .reader('audit_entries')
      .where({ action: 'server-snapshot' })
      .first();
    expect(JSON.parse(entry.meta)).toMatchObject({
      partial: true,
      failedLists: ['prompt'],
    });
    const versions = await request(app).get(`${path}/snapshots`);
    expect(versions.body.items).toMatchObject([
      { version: 1, failedLists: ['prompt'] },
    ]);
  });

  it('removes nothing of the list, whatever else changed', async () => {
    const { app, path, record, read, offered, clock } = await open();
    await record(observation({ capabilities: [tool('a'), prompt('p')] }));
    const whole = await read();
    clock.advance(60_000);
    expect(await record(toolsOnly('a'))).toEqual({
      version: 1,
      changed: false,
      partial: true,
    });
    clock.advance(60_000);
    expect(await record(toolsOnly('b'))).toMatchObject({ version: 2 });
    const { body: diff } = await request(app).get(`${path}/snapshots/1/diff/2`);
    expect(
      diff.changes.map((each: { name: string; grade: string }) => [
        each.name,
        each.grade,
      ]),
    ).toEqual([
      ['a', 'removed'],
      ['b', 'added'],
    ]);
    const { body } = await request(app).get(`${path}/snapshots/2`);
    expect(
      snapshotSchema.parse(body).capabilities.map(each => each.name),
    ).toEqual(['p', 'b']);
    expect(await read()).toMatchObject({
      counts: { tools: 1, prompts: 1 },
      listFaults: [
        {
          since: '2026-11-22T12:01:00.000Z',
          lastListedAt: whole.lastDiscoveredAt,
        },
      ],
    });
    expect(
      (await offered()).map(({ name, lastSeen }) => [name, lastSeen]),
    ).toEqual([
      ['b', '2026-11-22T12:02:00.000Z'],
      ['p', '2026-11-22T12:00:00.000Z'],
    ]);
  });

  it('is forgotten by the next whole one, which is what may remove', async () => {
    const { record, read, offered, lastEvents } = await open();
    await record(observation({ capabilities: [tool('a'), prompt('p')] }));
    await record(toolsOnly('a'));
    expect(await lastEvents(1)).toEqual([['server.discovery.completed', true]]);
    await record(observation({ capabilities: [tool('a'), prompt('p')] }));
    expect(await read()).not.toHaveProperty('listFaults');
    expect(await lastEvents(1)).toEqual([
      ['server.discovery.completed', undefined],
    ]);
    await record(observation({ capabilities: [tool('a')] }));
    expect((await offered()).map(each => each.name)).toEqual(['a']);
  });

  it('is told once for as long as the same list fails in the same way', async () => {
    const { record, read, events, clock } = await open();
    await record(toolsOnly('a'));
    const told = (await events()).length;
    clock.advance(1000);
    const again = { ...down, message: 'The prompts are down (request 2)' };
    await record({ ...toolsOnly('a'), faults: [again] });
    expect(await events()).toHaveLength(told);
    expect((await read()).listFaults).toEqual([
      { ...again, since: '2026-11-22T12:00:00.000Z' },
    ]);
    await record({ ...toolsOnly('a'), faults: [{ ...down, code: 'timeout' }] });
    expect(await events()).toHaveLength(told + 1);
  });

  it('keeps an item that the list has and that cannot be kept, as it was', async () => {
    const { record, read, offered } = await open();
    await record(
      observation({ capabilities: [tool('a'), tool('b'), tool('c')] }),
    );
    const leftOut = { count: 1, names: ['b'] };
    const fault = {
      kind: 'tool',
      code: 'schema-too-large',
      message: 'b',
    } as const;
    expect(
      await record(
        observation({
          capabilities: [tool('a')],
          faults: [{ ...fault, leftOut }],
        }),
      ),
    ).toMatchObject({ version: 2, partial: true });
    expect((await offered()).map(each => each.name)).toEqual(['a', 'b']);
    expect((await read()).listFaults).toMatchObject([{ ...fault, leftOut: 1 }]);
  });

  it('takes words of any length, and no more than a thousand of their characters', async () => {
    const { record, read } = await open();
    const message = `\ud800\u0000${'x'.repeat(100_000)}`;
    await record({ ...toolsOnly('a'), faults: [{ ...down, message }] });
    const [{ message: said }] = (await read()).listFaults!;
    expect(said).toBe(`\ufffd\ufffd${'x'.repeat(998)}`);
  });

  it('does not let lists that fail in turn add up to more than one server may have', async () => {
    const { record, counts } = await open();
    const half = bounds.items.most / 2 + 1;
    const names = Array.from({ length: half }, (_each, at) => `n${at}`);
    await record(observation({ capabilities: names.map(prompt) }));
    const before = await counts();
    await expect(record(toolsOnly(...names))).rejects.toThrow(
      'exceed 10000 items',
    );
    expect(await counts()).toEqual(before);
  });

  it('writes nothing about a server that retired meanwhile', async () => {
    const { record, counts, service, ctx, server } = await open();
    await service.retireServer(ctx, { id: server.id, ...freeHand });
    const before = await counts();
    await expect(record(toolsOnly('a'))).rejects.toThrow(
      'The server is retired.',
    );
    expect(await counts()).toEqual(before);
  });

  it('comes out the same when two discoveries end at once', async () => {
    const { record, read, offered } = await open();
    await record(observation({ capabilities: [tool('a'), prompt('p')] }));
    await Promise.all([record(toolsOnly('b')), record(toolsOnly('b'))]);
    expect((await read()).snapshot.current).toBe(2);
    expect((await offered()).map(each => each.name)).toEqual(['b', 'p']);
  });

  it('is tried again soon, and then later and later', async () => {
    const { record, service, ctx, server, clock, database } = await open();
    const nextIn = async () => {
      const row = await database.reader('servers').first('next_discovery_at');
      return (
        (new Date(row.next_discovery_at).getTime() - clock.now().getTime()) /
        1000
      );
    };
    const fail = () =>
      service.recordDiscoveryFailure(ctx, server.id, {
        code: 'dns',
        message: 'x',
      });
    const paces: number[] = [];
    for (const step of [
      ...Array(5).fill(() => record(toolsOnly('a'))),
      fail,
      fail,
      () => record(toolsOnly('a')),
      () => record(observation()),
    ]) {
      await step();
      paces.push(Math.round(await nextIn()));
    }
    expect(paces).toEqual([113, 225, 450, 900, 900, 1800, 3600, 113, 900]);
  });

  it('keeps the faults of the lists while the server as a whole fails', async () => {
    const { record, read, service, ctx, server } = await open();
    await record(toolsOnly('a'));
    await service.recordDiscoveryFailure(ctx, server.id, {
      code: 'dns',
      message: 'x',
    });
    expect(await read()).toMatchObject({
      lastError: { code: 'dns' },
      listFaults: [{ kind: 'prompt' }],
    });
  });

  it('shows what was changed in a definition to keep it', async () => {
    const { app, path, record, offered } = await open();
    const noted = { ...tool('a'), notes: ['Replaced'] };
    await record(observation({ capabilities: [noted, tool('b')] }));
    expect((await offered()).map(each => each.notes)).toEqual([
      ['Replaced'],
      undefined,
    ]);
    const { body } = await request(app).get(`${path}/snapshots/1`);
    expect(snapshotSchema.parse(body).capabilities).toMatchObject([
      { name: 'a', notes: ['Replaced'] },
      { name: 'b' },
    ]);
    expect(
      await record(observation({ capabilities: [noted, tool('b')] })),
    ).toMatchObject({ changed: false });
  });
});
