import {
  databaseIds,
  eventually,
  fixedClock,
  openTestDatabase,
  createRecorders,
} from '../__testUtils__';
import { base, createWorld } from './__testUtils__/JobWorld';
import { claimDueJobs } from './claimDueJobs';
import { extendLeases } from './extendLeases';
import { ProgressReporter } from './ProgressReporter';
import { reclaimLapsedJobs } from './reclaimLapsedJobs';
import { settleJob } from './settleJob';

describe.each(databaseIds)('a claim on a job on %s', id => {
  async function open() {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const { outbox, events } = createRecorders();
    const parts = { database, outbox, clock };
    const { enqueue } = createWorld(database, { clock });
    return {
      ...{ ...parts, enqueue, events },
      claim: async () => {
        const slots = new Map([[base.kind, 1]]);
        const lease = { slots, now: clock.now(), leaseMs: 1_000 };
        return (await claimDueJobs(database, lease))[0];
      },
      reclaim: (kind = base.kind) =>
        reclaimLapsedJobs(parts, new Map([[kind, 5]])),
      settle: (job: Parameters<typeof settleJob>[1]) =>
        settleJob(parts, job, {
          settlement: { state: 'dead', error: 'no' },
          progress: undefined,
        }),
      row: () => database.reader('jobs').first(),
    };
  }

  it('is taken back once its lease is over, and by who does such work only', async () => {
    const { claim, clock, enqueue, events, reclaim, row } = await open();
    await enqueue();
    await claim();
    const claimed = await row();
    expect(await claim()).toBeUndefined();
    clock.advance(1_000);
    expect(await reclaim()).toBe(0);
    clock.advance(1);
    expect(await reclaim('else')).toBe(0);
    expect(await row()).toEqual(claimed);
    expect(await reclaim()).toBe(1);
    expect(await row()).toMatchObject({
      ...{ state: 'queued', attempts: 1 },
      ...{ ticket: null, lease_until: null },
    });
    expect(events).toEqual([]);
  });

  it('that was lost lets its worker change and tell nothing', async () => {
    const { claim, clock, database, enqueue, events, reclaim, row, settle } =
      await open();
    await enqueue();
    const late = await claim();
    clock.advance(1_001);
    await reclaim();
    const until = new Date(clock.now().getTime() + 60_000);
    expect(await extendLeases(database, [late], until)).toEqual([]);
    const next = await claim();
    expect(next).toMatchObject({ id: late.id, attempt: 2 });
    const claimed = await row();
    expect(await extendLeases(database, [late], until)).toEqual([]);
    expect(await settle(late)).toBe(false);
    const written: unknown[] = [];
    const reporter = new ProgressReporter(
      {
        ...database,
        transaction: async (...work) => {
          const count = await database.transaction(...work);
          written.push(count);
          return count;
        },
      },
      late,
    );
    reporter.report({ done: 1 });
    await eventually('it is written', () => written.length > 0);
    expect(written).toEqual([0]);
    expect(events).toEqual([]);
    expect(await row()).toEqual(claimed);
    expect(await settle(next)).toBe(true);
    expect(events).toMatchObject([{ type: 'job.dead', jobId: late.id }]);
  });
});
