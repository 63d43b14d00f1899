import { databaseIds, eventually, freeHand } from '../__testUtils__';
import {
  closeWorlds,
  minutes,
  openMoody,
  openMoodyWorld,
  openWorld,
  written,
} from './__testUtils__/healthWorlds';
import { HealthStateStore } from './state/HealthStateStore';
import { newClaim } from './probeBatch';
import { Prober } from './Prober';
import { recordProbes } from './recordProbes';

afterEach(closeWorlds);

describe.each(databaseIds)('claims on %s', id => {
  it('let several workers never probe one server at once', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id, {
      waits: true,
    });
    let answer = () => {};
    const until = new Promise<void>(resolve => {
      answer = resolve;
    });
    moody.setMood({ until });
    const looked = new Set<HealthStateStore>();
    const { claimOne } = HealthStateStore.prototype;
    const claims = jest
      .spyOn(HealthStateStore.prototype, 'claimOne')
      .mockImplementation(async function look(this: HealthStateStore, ...what) {
        const claimed = await claimOne.apply(this, what);
        looked.add(this);
        return claimed;
      });
    const workers = Array.from({ length: 4 }, () => world.newInstance());
    const probing = workers.map(by => world.probe(serverId, by));
    await eventually('all have looked', () => looked.size === workers.length);
    answer();
    const results = await Promise.all(probing);
    claims.mockRestore();
    expect(moody.askedAtOnce()).toBe(1);
    expect(moody.asked()).toBe(1);
    expect(results.map(result => result?.outcome).sort()).toEqual([
      'joined',
      'joined',
      'joined',
      'probed',
    ]);
  });

  it('divide what is due between workers', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    for (let index = 0; index < 12; index++) {
      await world.register(`server-${index}`, moody.url);
    }
    await world.schedule.look();
    world.clock.advance(60_000);
    const batch = {
      from: world.clock.now().toISOString(),
      until: new Date(world.clock.now().getTime() + 1_000).toISOString(),
      perSecond: 100,
    };
    const job = { kind: 'probe-batch', orgId: 'default', payload: batch };
    const results = await Promise.all(
      [world.newInstance(), world.newInstance()].map(by =>
        world.runJob(job, by),
      ),
    );
    const probed = results.map(result => Number(result?.probed));
    expect(probed[0] + probed[1]).toBe(12);
    expect(moody.asked()).toBe(12);
  });

  it('hold as long as a probe of the server may take', async () => {
    const health = { timeoutMs: 1_000 };
    const limit = { probeTimeoutMs: 30_000 };
    const opened = await openMoodyWorld(id, { health }, limit);
    const { world, moody, serverId } = opened;
    const usual = await openMoody();
    const { id: usualId } = await world.register('usual', usual.url);
    const answers: (() => void)[] = [];
    for (const server of [moody, usual]) {
      const until = new Promise<void>(resolve => answers.push(resolve));
      server.setMood({ until });
    }
    const isFree = async (server: string) => {
      const claim = { ticket: 'another', until: new Date(0) };
      const now = world.clock.now();
      const { states } = world.deps;
      return (
        (await states.claimOne(world.ctx, { serverId: server, now, claim })) !==
        undefined
      );
    };
    const probing = [serverId, usualId].map(each => world.probe(each));
    await eventually(
      'both are asked',
      () => moody.asked() === 1 && usual.asked() === 1,
    );
    // So long holds the claim of a probe of the usual length: 2 s to begin in, the probe, and 3 s to write it.
    world.clock.advance(6_000);
    expect(await isFree(serverId)).toBe(false);
    world.clock.advance(28_999);
    expect(await isFree(serverId)).toBe(false);
    expect(await isFree(usualId)).toBe(true);
    for (const answer of answers) answer();
    await Promise.all(probing);
    expect(await world.state(serverId)).toMatchObject({ status: 'healthy' });
  });

  it('lapse with their worker, whose late result is dropped', async () => {
    const { world, serverId } = await openMoodyWorld(id);
    await world.probe(serverId);
    const before = await written(world);
    // A worker that is killed after it has claimed: nothing more is heard of it.
    const { states } = world.deps;
    const claim = {
      ticket: 'the-ticket-of-the-killed',
      until: new Date(world.clock.now().getTime() + 6_000),
    };
    const now = () => world.clock.now();
    expect(
      await states.claimOne(world.ctx, { serverId, now: now(), claim }),
    ).toBeDefined();
    world.clock.advance(5_999);
    const later = { ...claim, ticket: 'another' };
    expect(
      await states.claimOne(world.ctx, { serverId, now: now(), claim: later }),
    ).toBeUndefined();
    world.clock.advance(1);
    expect(await world.probe(serverId)).toMatchObject({ outcome: 'probed' });

    const late = await recordProbes(world.deps, world.ctx, {
      ticket: claim.ticket,
      results: [
        {
          serverId,
          environment: 'development',
          outcome: {
            at: now(),
            ok: false,
            error: { code: 'timeout', message: 'Late' },
          },
        },
      ],
    });
    expect(late).toEqual([]);
    expect(await written(world)).toEqual({
      ...before,
      probes: before.probes + 1,
    });
  });

  it('are given back unasked where the answer could come after they lapse', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    await world.schedule.look();
    const state = await world.state(serverId);
    const claim = newClaim(world.deps, 0);
    const { startBy, until } = claim;
    // To end connections and processes, and to write.
    const answered = +startBy + world.deps.settings.timeoutMs;
    expect(+until - answered).toBeGreaterThanOrEqual(3_000);
    const results: unknown[] = [];
    const probe = (startAt: Date) => {
      world.clock.set(startAt);
      return new Prober(world.deps).probe(world.ctx, [{ state, startAt }], {
        claim,
        signal: new AbortController().signal,
        onResult: result => results.push(result),
      });
    };
    expect(await probe(new Date(+startBy + 1))).toEqual([serverId]);
    expect([moody.asked(), results]).toEqual([0, []]);
    expect(await probe(startBy)).toEqual([]);
    expect([moody.asked(), results]).toEqual([
      1,
      [expect.objectContaining({ serverId })],
    ]);
  });

  it('write and tell nothing of a server that retires while it is probed', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    await world.probe(serverId);
    await moody.stop();
    await minutes(world, serverId, 2);
    const before = await written(world);
    await moody.start();
    let answer = () => {};
    const until = new Promise<void>(resolve => {
      answer = resolve;
    });
    moody.setMood({ until });
    const asked = moody.asked();
    const probing = world.probe(serverId);
    await eventually('it is asked', () => moody.asked() > asked);
    await world.registry.retireServer(world.ctx, { ...freeHand, id: serverId });
    answer();
    expect(await probing).toMatchObject({ outcome: 'skipped' });
    expect(await written(world)).toEqual(before);
    expect(await world.state(serverId)).toBeUndefined();
    const [row] = await world.database.reader('servers');
    expect(row).toMatchObject({ status: 'retired', health_status: 'unknown' });
  });

  it('lapse without a word when they cannot be taken by a worker that stops', async () => {
    const { world } = await openMoodyWorld(id);
    const worker = world.newInstance();
    let looks = 0;
    let fail = () => {};
    const claims = jest
      .spyOn(HealthStateStore.prototype, 'claimDue')
      .mockImplementation(() => {
        looks += 1;
        return new Promise((_resolve, reject) => {
          fail = () => reject(new Error('The database is away'));
        });
      });
    const slice = () => {
      const from = world.clock.now().toISOString();
      const payload = { from, until: from, perSecond: 5 };
      const job = { kind: 'probe-batch', orgId: 'default', payload };
      return world.runJob(job, worker);
    };
    const failing = slice();
    await eventually('it claims', () => looks === 1);
    fail();
    expect(await failing).toEqual({ probed: 0 });
    const last = slice();
    await eventually('it claims again', () => looks === 2);
    await worker.stop();
    fail();
    expect(await last).toEqual({ probed: 0 });
    claims.mockRestore();
    expect(world.logger.warn.mock.calls.map(([words]) => words)).toEqual([
      "Couldn't probe servers that are due",
    ]);
  });

  it('are given back by a worker that stops', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id, {
      waits: true,
    });
    moody.setMood('hanging');
    await world.schedule.look();
    const worker = world.newInstance();
    const until = new Date(world.clock.now().getTime() + 1_000).toISOString();
    await world.database
      .reader('health_states')
      .update({ next_probe_at: world.clock.now() });
    const from = world.clock.now().toISOString();
    const batch = { from, until, perSecond: 5 };
    const running = world.runJob(
      { kind: 'probe-batch', orgId: 'default', payload: batch },
      worker,
    );
    await eventually('it is asked', () => moody.asked());
    await worker.stop();
    expect(await running).toEqual({ probed: 0 });
    expect((await written(world)).probes).toBe(0);
    moody.setMood('well');
    expect(await world.probe(serverId)).toMatchObject({ outcome: 'probed' });
  });
});
