import { mockServices } from '@backstage/backend-test-utils';
import type { RegistryService, ServerKey } from '../registry';
import {
  createRecorders,
  databaseIds,
  eventually,
  fixedClock,
  openTestDatabase,
  testOrganisations,
} from '../__testUtils__';
import { createJobs } from '../jobs';
import { DiscoverySchedule } from './DiscoverySchedule';

type Registry = Pick<RegistryService, 'listDueForDiscovery' | 'deferDiscovery'>;

const due = (count: number): ServerKey[] =>
  Array.from({ length: count }, (_, index) => ({
    serverId: `server-${index}`,
    orgId: index % 2 ? 'one' : 'two',
  }));

describe.each(databaseIds)('DiscoverySchedule on %s', id => {
  async function open(registry: Registry, errors: unknown[] = []) {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const { queue } = createJobs({
      database,
      clock,
      outbox: createRecorders().outbox,
      logger: mockServices.logger.mock(),
      pollIntervalMs: 1_000,
      leaseMs: 10_000,
    });
    const organisations = testOrganisations();
    const schedule = new DiscoverySchedule({
      registry: registry as RegistryService,
      organisations,
      database,
      clock,
      jobs: queue,
      pollMs: 1_000,
      onError: (_, error) => errors.push(error),
    });
    const jobs = () =>
      database.reader('jobs').orderBy('key').select('key', 'org_id', 'due_at');
    return { schedule, organisations, clock, database, jobs };
  }

  it('makes one job of each server that is due, spread over the time until the next look', async () => {
    const deferred: unknown[] = [];
    const { schedule, clock, database, jobs } = await open({
      listDueForDiscovery: async () => due(50),
      deferDiscovery: async (_tx, options) => {
        deferred.push(options);
      },
    });
    // Two instances may look at the same time.
    await schedule.enqueueDue();
    await schedule.enqueueDue();
    const rows = await jobs();
    expect(rows).toHaveLength(50);
    expect(new Set(rows.map(row => row.key)).size).toBe(50);
    const waits = rows.map(
      row =>
        database.dialect.fromTime(row.due_at)!.getTime() -
        clock.now().getTime(),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(deferred[0]).toEqual({
      servers: due(50),
      until: new Date('2026-11-22T12:15:00.000Z'),
    });
  });

  it('puts off what an organisation has that is gone, and asks for nothing', async () => {
    const deferred: { servers: readonly ServerKey[] }[] = [];
    const { schedule, organisations, jobs } = await open({
      listDueForDiscovery: async () => due(4),
      deferDiscovery: async (_tx, options) => {
        deferred.push(options);
      },
    });
    organisations.absent.add('one');
    await schedule.enqueueDue();
    expect((await jobs()).map(row => row.org_id)).toEqual(['two', 'two']);
    expect(deferred[0].servers).toEqual(due(4));
  });

  it('enqueues nothing when the next time cannot be put off', async () => {
    const errors: unknown[] = [];
    const { schedule, jobs } = await open(
      {
        listDueForDiscovery: async () => due(3),
        deferDiscovery: async () => {
          throw new Error('database is full');
        },
      },
      errors,
    );
    schedule.start();
    await eventually('the error to be told', () => errors.length);
    await schedule.stop();
    expect(await jobs()).toEqual([]);
  });

  it('looks again after a look that failed, and no more once stopped', async () => {
    let looks = 0;
    const { schedule } = await open({
      listDueForDiscovery: async () => {
        looks += 1;
        throw new Error('database is away');
      },
      deferDiscovery: async () => {},
    });
    schedule.start();
    await eventually('a second look', () => looks >= 2);
    await schedule.stop();
    const before = looks;
    await schedule.stop();
    expect(looks).toBe(before);
  });
});
