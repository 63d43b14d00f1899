import { mockServices } from '@backstage/backend-test-utils';
import type {
  Job,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import { createRecorders, eventually, testContext } from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { Clock, Database, JobHandler, NewJob } from '../../ports';
import { createJobs, type Jobs } from '..';
import { JobStore } from '../JobStore';

const ctx = testContext();
/** A job as nobody in particular would ask for it. */
export const base = { kind: 'work', orgId: 'default', payload: {} };

/** One worker process, as far as the queue can tell. */
export interface JobWorld {
  jobs: Jobs;
  database: Database;
  enqueue(job?: Partial<NewJob>): Promise<string>;
  job(id: string): Promise<Job>;
  /** The job once it is in one of these states. */
  reached(id: string, ...states: Job['state'][]): Promise<Job>;
  dead: Pick<SprintConnectEvent, 'jobId'>[];
}

/** How a world may differ from the usual one. */
export interface JobWorldOptions {
  clock?: Clock;
  pollIntervalMs?: number;
  leaseMs?: number;
}

/** Opens a world over an empty database. */
export type OpenJobWorld = (options?: JobWorldOptions) => Promise<JobWorld>;

export function createWorld(
  database: Database,
  options: JobWorldOptions = {},
): JobWorld {
  const { outbox, events } = createRecorders();
  const jobs = createJobs({
    database,
    outbox,
    clock: { now: () => new Date() },
    logger: mockServices.logger.mock(),
    pollIntervalMs: 20,
    leaseMs: 5_000,
    ...options,
  });
  const store = new JobStore(database);
  const job = async (id: string) => (await store.get(ctx, id))!;
  return {
    jobs,
    database,
    job,
    dead: events,
    enqueue: async change => {
      const { jobId } = await database.transaction(tx =>
        jobs.queue.enqueue(tx, { ...base, ...change }),
      );
      return jobId;
    },
    reached: (id, ...states) =>
      eventually(`job ${id} is ${states}`, async () => {
        const found = await job(id);
        return states.includes(found.state) && found;
      }),
  };
}

/** Starts the worker of a world; it stops when the test is over. */
export function start<W extends Pick<JobWorld, 'jobs'>>(
  world: W,
  ...handlers: JobHandler[]
): W {
  const { worker } = world.jobs;
  worker.handle(handlers);
  worker.start();
  closedAfterTest({ close: () => worker.stop({ deadlineMs: 0 }) });
  return world;
}

/** Does the jobs of {@link base}. */
export const handler = (
  run: JobHandler['run'],
  rest: Partial<JobHandler> = {},
): JobHandler => ({ kind: 'work', run, ...rest });
