import { mockServices } from '@backstage/backend-test-utils';
import { databaseIds, fixedClock, openTestDatabase } from '../__testUtils__';
import { createOutbox } from '.';
import { readBacklog } from './readEvents';
import { takeBatch } from './takeBatch';

describe.each(databaseIds)('what an organisation missed, on %s', id => {
  it('is its own events alone, page by page, and nothing of it is passed by', async () => {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const { outbox } = createOutbox({
      ...{ database, clock, logger: mockServices.logger.mock() },
      publish: async () => {},
    });
    const orgIds = ['own', 'other', 'own', 'own', 'other'];
    await database.transaction(async tx => {
      for (const orgId of orgIds) {
        await outbox.add(tx, { type: 'server.updated', orgId });
      }
    });
    const lease = { ticket: 'r', now: clock.now(), leaseMs: 1_000 };
    await takeBatch(database, { ...lease, limit: 10 });
    const page = async (after: number) => {
      const request = { orgId: 'own', after, limit: 2 };
      const { events, upTo } = await readBacklog(database, request);
      return { seqs: events.map(({ seq }) => seq), upTo };
    };
    expect(await page(0)).toEqual({ seqs: [1, 3], upTo: 3 });
    expect(await page(3)).toEqual({ seqs: [4], upTo: 5 });
    expect(await page(5)).toEqual({ seqs: [], upTo: 5 });
  });
});
