import { mockServices } from '@backstage/backend-test-utils';
import { v7 as uuid } from 'uuid';
import { eventually, openTestDatabase } from '../__testUtils__';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import { EventFeed } from './EventFeed';

async function world({ pollIntervalMs = 60_000 } = {}) {
  const database = await openTestDatabase();
  const logger = mockServices.logger.mock();
  const feed = new EventFeed({ database, logger, pollIntervalMs });
  let seq = 0;
  /** An event that the relay has numbered. */
  const add = () =>
    database.transaction(async tx => {
      seq += 1;
      await tx('outbox_events').insert({
        id: uuid(),
        org_id: 'default',
        type: 'server.updated',
        payload: '{}',
        occurred_at: new Date(),
        seq,
      });
      return seq;
    });
  const listen = (after: number) => {
    const heard: number[] = [];
    const leave = feed.join(after, events =>
      heard.push(...events.map(event => event.seq)),
    );
    if (leave) closedAfterTest({ close: leave });
    return { heard, leave };
  };
  let reads = 0;
  database.reader.on('query', ({ sql }: { sql: string }) => {
    if (sql.startsWith('select * from `outbox_events`')) reads += 1;
  });
  return { feed, logger, database, add, listen, reads: () => reads };
}

it('tells while it is woken without end, and reads no more often than its gap', async () => {
  const { feed, add, listen, reads } = await world();
  const startedAt = Date.now();
  const { heard } = listen(0);
  await add();
  const waking = setInterval(() => feed.wake(1_000), 2);
  try {
    await eventually('the first is told', () => heard.length === 1);
    await add();
    await eventually('the second is told', () => heard.length === 2);
  } finally {
    clearInterval(waking);
  }
  expect(heard).toEqual([1, 2]);
  // A timer may end a little early.
  expect(reads()).toBeLessThanOrEqual(1 + (Date.now() - startedAt) / 15);
});

it('reads nothing without listeners, nor when it is told of what it has read', async () => {
  const { feed, add, listen, reads } = await world();
  feed.wake(await add());
  expect(listen(0).leave).toBeDefined();
  const { heard } = listen(0);
  await eventually('it is told', () => heard.length === 1);
  const before = reads();
  expect(listen(0).leave).toBeUndefined();
  for (let times = 0; times < 10; times++) feed.wake(1);
  feed.wake(await add());
  await eventually('the next is told', () => heard.length === 2);
  expect(reads()).toBe(before + 1);
});

it('begins anew where somebody joins after all have left, in the middle of a look too', async () => {
  const { feed, database, add, listen } = await world();
  for (let count = 0; count < 3; count++) await add();
  const first = listen(0);
  await eventually('all is told', () => first.heard.length === 3);
  first.leave!();
  const second = listen(1);
  let third: ReturnType<typeof listen> | undefined;
  database.reader.once('query', () => {
    second.leave!();
    third = listen(2);
  });
  await eventually('the rest is told', () => third?.heard.length === 1);
  feed.wake(await add());
  await eventually('the next is told', () => third?.heard.length === 2);
  expect(third?.heard).toEqual([3, 4]);
  expect([first.heard, second.heard]).toEqual([[1, 2, 3], []]);
});
