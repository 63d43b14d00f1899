import type { Database } from '../../ports';
import { describeAttempts } from './describeAttempts';
import { describeEnqueue } from './describeEnqueue';
import { describeWorkers } from './describeWorkers';
import { createWorld, type OpenJobWorld } from './JobWorld';

/** What every job queue promises, whatever it is made of. `open` gives an empty database. */
export function describeJobQueue(
  name: string,
  open: () => Promise<Database>,
): void {
  describe(`job queue on ${name}`, () => {
    const world: OpenJobWorld = async options =>
      createWorld(await open(), options);
    describeEnqueue(world);
    describeAttempts(world);
    describeWorkers(world);
  });
}
