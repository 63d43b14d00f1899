import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  fixedClock,
  openTestDatabase,
  createRecorders,
} from '../__testUtils__';
import type { Database } from '../ports';
import { claimDueJobs, type ClaimedJob } from './claimDueJobs';
import type { Settlement } from './decideSettlement';
import { enqueueJob } from './enqueueJob';
import { reclaimLapsedJobs } from './reclaimLapsedJobs';
import { settleJob } from './settleJob';

const LEASE_MS = 1_000;
const ATTEMPTS_MAX = 3;

const settlements = fc.constantFrom<Settlement>(
  { state: 'succeeded', result: {} },
  { state: 'failed', error: 'no' },
  { state: 'dead', error: 'used up' },
  { state: 'queued', error: 'again', afterMs: 500 },
  { state: 'given-back' },
);
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('enqueue' as const),
      key: fc.constantFrom('a', 'b', undefined),
      inMs: fc.constantFrom(0, 400),
    }),
    fc.record({
      do: fc.constant('claim' as const),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      do: fc.constant('settle' as const),
      which: fc.nat(),
      settlement: settlements,
    }),
    fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(100, 600, 1_001),
    }),
    fc.record({ do: fc.constant('reclaim' as const) }),
  ),
  { maxLength: 40 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

class Machine {
  readonly clock = fixedClock();
  readonly recorders = createRecorders();
  readonly claims: (ClaimedJob & { settled: boolean })[] = [];

  constructor(readonly database: Database) {}

  async take(step: Step): Promise<void> {
    const { database, clock } = this;
    const parts = { database, clock, outbox: this.recorders.outbox };
    const now = clock.now();
    switch (step.do) {
      case 'enqueue': {
        const dueAt = new Date(now.getTime() + step.inMs);
        const job = { kind: 'work', orgId: 'o', payload: {}, key: step.key };
        const { dialect } = database;
        await database.transaction(tx =>
          enqueueJob(tx, { ...job, dueAt }, { now, dialect }),
        );
        break;
      }
      case 'claim': {
        const slots = new Map([['work', step.limit]]);
        const claimed = await claimDueJobs(database, {
          slots,
          now,
          leaseMs: LEASE_MS,
        });
        assert.ok(claimed.length <= step.limit);
        this.claims.push(...claimed.map(each => ({ ...each, settled: false })));
        break;
      }
      case 'settle': {
        const claim = this.claims[step.which % this.claims.length];
        if (claim) {
          const { settlement } = step;
          const latest = this.claims.findLast(({ id }) => id === claim.id);
          const settled = await settleJob(parts, claim, {
            settlement,
            progress: undefined,
          });
          assert.ok(!settled || (!claim.settled && claim === latest));
          claim.settled ||= settled;
        }
        break;
      }
      case 'wait':
        clock.advance(step.ms);
        break;
      default:
        await reclaimLapsedJobs(parts, new Map([['work', ATTEMPTS_MAX]]));
    }
  }

  async check(): Promise<void> {
    const rows = await this.database.reader('jobs');
    const live = rows.filter(row => ['queued', 'running'].includes(row.state));
    const keys = live.flatMap(row => row.key ?? []);
    assert.equal(new Set(keys).size, keys.length);
    for (const row of rows) {
      const ended = ['succeeded', 'failed', 'dead'].includes(row.state);
      assert.equal(row.finished_at !== null, ended);
      assert.equal(row.ticket !== null, row.state === 'running');
      assert.ok(row.attempts >= 0);
    }
    const dead = rows.filter(row => row.state === 'dead').map(row => row.id);
    const announced = this.recorders.events.map(event => event.jobId);
    assert.equal(announced.sort().join(), dead.sort().join());
  }
}

it('keeps its promises under any order of steps', async () => {
  const database = await openTestDatabase();
  const property = fc.assert(
    fc.asyncProperty(steps, async taken => {
      await database.transaction(tx => tx('jobs').delete());
      const machine = new Machine(database);
      for (const step of taken) {
        await machine.take(step);
        await machine.check();
      }
    }),
    { numRuns: 100 },
  );
  await expect(property).resolves.toBeUndefined();
});
