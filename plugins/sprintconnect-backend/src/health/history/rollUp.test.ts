import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { databaseIds, fixedClock, openTestDatabase } from '../../__testUtils__';
import { HistoryStore } from './HistoryStore';
import { ProbeStore, type ProbeRecord } from '../state/ProbeStore';
import { RollupStore } from './RollupStore';
import { mergeHistograms, histogramOf, toText } from './Histogram';
import { planReads } from './planReads';
import { rollUp, type RollUpOptions } from './rollUp';
import { DAY_MS, HOUR_MS, plus } from '../state/times';
import { addUp, windowReads } from './windowReads';

const orgId = 'default';

describe.each(databaseIds)('roll-ups on %s', id => {
  async function open() {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const probes = new ProbeStore(database, clock);
    const rollups = new RollupStore(database);
    const history = new HistoryStore(database);
    const rawSince = () => plus(clock.now(), -7 * DAY_MS - HOUR_MS);
    return {
      database,
      clock,
      probes,
      rollups,
      history,
      rawSince,
      insert: (rows: ProbeRecord[]) =>
        database.transaction(tx => probes.insertMany(tx, rows)),
      pass: (more: Partial<RollUpOptions> = {}) =>
        rollUp({ database, clock, rollups, rawSince: rawSince(), ...more }),
      kept: async () => {
        const { hour, day } = await history.doneUntil();
        return { rawSince: rawSince(), hoursUntil: hour, daysUntil: day };
      },
      table: async (name: 'health_hours' | 'health_days') =>
        (await database.reader(name).orderBy(['server_id', 'at'])).map(row => ({
          ...row,
          at: new Date(row.at).toISOString(),
        })),
    };
  }

  const probe = (
    serverId: string,
    at: Date,
    outcome: number | 'failed' = 20,
  ): ProbeRecord => ({
    orgId,
    serverId,
    at,
    ok: outcome !== 'failed',
    ...(outcome === 'failed'
      ? { error: { code: 'timeout', message: 'No answer within 5 s.' } }
      : { latencyMs: outcome }),
  });

  it('sum up an hour once it has settled, and not before', async () => {
    const { clock, insert, pass, table } = await open();
    await insert([
      probe('a', new Date('2026-11-22T12:00:00Z'), 10),
      probe('a', new Date('2026-11-22T12:59:59.999Z'), 'failed'),
      probe('b', new Date('2026-11-22T12:30:00Z'), 30),
    ]);
    clock.set(new Date('2026-11-22T13:04:59Z'));
    await pass();
    expect(await table('health_hours')).toEqual([]);
    clock.set(new Date('2026-11-22T13:05:00Z'));
    expect(await pass()).toEqual({ hours: 1, days: 0, lateHours: 0 });
    expect(await table('health_hours')).toMatchObject([
      {
        org_id: orgId,
        server_id: 'a',
        at: '2026-11-22T12:00:00.000Z',
        probes: 2,
        failures: 1,
        latencies: toText(histogramOf([10])),
      },
      { server_id: 'b', probes: 1, failures: 0 },
    ]);
    expect(await pass()).toEqual({ hours: 0, days: 0, lateHours: 0 });
  });

  it('sum up days from their hours, by UTC', async () => {
    const { clock, insert, pass, table } = await open();
    await insert([
      probe('a', new Date('2026-11-22T00:00:00Z'), 10),
      probe('a', new Date('2026-11-22T23:59:00Z'), 1000),
      probe('a', new Date('2026-11-23T00:00:00Z'), 'failed'),
    ]);
    clock.set(new Date('2026-11-23T00:05:00Z'));
    await pass();
    expect(await table('health_days')).toMatchObject([
      {
        at: '2026-11-22T00:00:00.000Z',
        probes: 2,
        failures: 0,
        latencies: toText(histogramOf([10, 1000])),
      },
    ]);
  });

  it('lose no probe that comes after its hour or its day', async () => {
    const { clock, insert, pass, table, database } = await open();
    await insert([probe('a', new Date('2026-11-22T12:10:00Z'), 10)]);
    clock.set(new Date('2026-11-23T03:00:00Z'));
    await pass();
    await insert([
      probe('a', new Date('2026-11-22T12:20:00Z'), 'failed'),
      probe('new', new Date('2026-11-22T15:00:00Z'), 10),
    ]);
    expect(await pass()).toMatchObject({ lateHours: 2 });
    expect(await table('health_hours')).toMatchObject([
      { server_id: 'a', probes: 2, failures: 1 },
      { server_id: 'new', probes: 1, failures: 0 },
    ]);
    expect(await table('health_days')).toMatchObject([
      { server_id: 'a', probes: 2, failures: 1 },
      { server_id: 'new', probes: 1, failures: 0 },
    ]);
    expect(await database.reader('health_late_hours')).toEqual([]);
  });

  it('leave an hour whose probes are gone as it was summed up', async () => {
    const { clock, insert, pass, table } = await open();
    await insert([probe('a', new Date('2026-11-22T12:10:00Z'), 10)]);
    clock.advance(9 * DAY_MS);
    await pass();
    const before = await table('health_hours');
    await insert([probe('a', new Date('2026-11-22T12:20:00Z'), 'failed')]);
    await pass();
    expect(await table('health_hours')).toEqual(before);
  });

  it('go on where they were broken off, and come to the same', async () => {
    const { clock, insert, pass, table, rollups } = await open();
    const servers = Array.from({ length: 250 }, () => randomUUID());
    await insert(
      servers.flatMap(server => [
        probe(server, new Date('2026-11-22T12:10:00Z'), 10),
        probe(server, new Date('2026-11-22T13:10:00Z'), 'failed'),
      ]),
    );
    clock.set(new Date('2026-11-22T14:10:00Z'));
    let reads = 0;
    const controller = new AbortController();
    const breaking = new Proxy(rollups, {
      get: (target, name) => {
        if (name === 'write' && ++reads === 8) controller.abort();
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const { hours, days } = await pass({
      rollups: breaking,
      signal: controller.signal,
    });
    expect({ hours, days }).toEqual({ hours: 1, days: 0 });
    const half = (await table('health_hours')).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(500);
    await pass();
    const whole = await table('health_hours');
    expect(whole).toHaveLength(500);
    await rollups.advance('hour', new Date('2026-11-22T12:00:00Z'));
    expect(await rollups.doneUntil('hour')).toEqual(
      new Date('2026-11-22T14:00:00Z'),
    );
    await pass();
    expect(await table('health_hours')).toEqual(whole);
  });

  it('tell every stretch exactly what its single probes tell', async () => {
    const { clock, insert, pass, kept, history } = await open();
    const start = clock.now();
    const span = 4 * DAY_MS;
    const outcome = fc.oneof(
      fc.integer({ min: 0, max: 5000 }),
      fc.constant('failed' as const),
    );
    const samples = fc.sample(
      fc.record({
        after: fc.integer({ min: 0, max: span / 1000 - 1 }),
        outcome,
        late: fc.integer({ min: 0, max: 9 }).map(each => each === 0),
      }),
      { numRuns: 600, seed: 42 },
    );
    const all = samples.map(each => ({
      ...probe('a', plus(start, each.after * 1000), each.outcome),
      late: each.late,
    }));
    const plain = ({ late: _late, ...row }: (typeof all)[number]) => row;
    for (let hour = 1; hour <= 96; hour += 5) {
      const until = plus(start, hour * HOUR_MS);
      const from = plus(until, -5 * HOUR_MS);
      await insert(
        all
          .filter(row => !row.late && row.at >= from && row.at < until)
          .map(plain),
      );
      clock.set(plus(until, 6 * 60_000));
      await pass();
    }
    await insert(all.filter(row => row.late).map(plain));
    clock.set(plus(start, span));
    await pass();
    const written = all.filter(
      row => row.late || row.at < plus(start, 96 * HOUR_MS),
    );
    const state = await kept();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -3600, max: span / 1000 }),
        fc.integer({ min: 1, max: span / 1000 }),
        async (after, seconds) => {
          const from = plus(start, after * 1000);
          const to = plus(from, seconds * 1000);
          const reads = planReads({ from, to }, state);
          const read = await history.samples({ orgId, serverId: 'a' }, reads);
          const naive = written.filter(row => row.at >= from && row.at < to);
          expect(read.reduce((sum, each) => sum + each.probes, 0)).toBe(
            naive.length,
          );
          expect(read.reduce((sum, each) => sum + each.failures, 0)).toBe(
            naive.filter(row => !row.ok).length,
          );
          expect(mergeHistograms(read.map(each => each.latencies))).toEqual(
            histogramOf(
              naive.flatMap(row => (row.ok ? [row.latencyMs as number] : [])),
            ),
          );
        },
      ),
      { numRuns: 60, seed: 7 },
    );
    const windows = { h1: HOUR_MS, h24: DAY_MS, d2: 2 * DAY_MS };
    const to = clock.now();
    const counted = await history.count(
      orgId,
      ['a', 'absent'],
      windowReads(windows, { to, kept: state }),
    );
    const naive = (lengthMs: number) => {
      const mine = written.filter(
        row => row.at >= plus(to, -lengthMs) && row.at < to,
      );
      return {
        probes: mine.length,
        failures: mine.filter(row => !row.ok).length,
      };
    };
    expect(addUp(windows, counted.get('a'))).toEqual({
      h1: naive(HOUR_MS),
      h24: naive(DAY_MS),
      d2: naive(2 * DAY_MS),
    });
    expect(counted.has('absent')).toBe(false);
    expect(
      await history.count(
        'other',
        ['a'],
        windowReads(windows, { to, kept: state }),
      ),
    ).toEqual(new Map());
  });
});
