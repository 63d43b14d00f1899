import { mockServices } from '@backstage/backend-test-utils';
import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import {
  databaseIds,
  describeOnPostgres,
  eventually,
  fixedClock,
  logOnceStopped,
  openTestDatabase,
} from '../__testUtils__';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import type { Database } from '../ports';
import { createOutbox, type Publish } from '.';
import { releaseRelay, takeBatch } from './takeBatch';

function instance(
  database: Database,
  publish: Publish,
  { pollIntervalMs = 60_000, clock = { now: () => new Date() } } = {},
) {
  const logger = mockServices.logger.mock();
  const slice = createOutbox({
    database,
    clock,
    logger,
    publish,
    pollIntervalMs,
  });
  closedAfterTest({ close: () => slice.relay.stop() });
  const add = (revision: number) =>
    database.transaction(tx =>
      slice.outbox.add(tx, {
        type: 'server.updated',
        orgId: 'default',
        serverId: '0190b5a0-0000-7000-8000-000000000001',
        revision,
      }),
    );
  return { ...slice, add, logger };
}

function recorder() {
  const seen: SprintConnectEvent[] = [];
  const publish: Publish = async event => {
    seen.push(event);
  };
  return {
    seen,
    publish,
    revisions: () => seen.map(event => event.revision),
    heard: (count: number) =>
      eventually(`${count} events`, () => seen.length >= count),
  };
}

describe.each(databaseIds)('outbox on %s', id => {
  it('publishes what commits, at once and whole', async () => {
    const { seen, publish, heard } = recorder();
    const { relay, add, outbox } = instance(
      await openTestDatabase({ id }),
      publish,
      { clock: fixedClock() },
    );
    relay.start();
    await add(1);
    await heard(1);
    expect(seen).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        seq: 1,
        type: 'server.updated',
        orgId: 'default',
        occurredAt: '2026-11-22T12:00:00.000Z',
        serverId: '0190b5a0-0000-7000-8000-000000000001',
        revision: 1,
      },
    ]);
    expect(outbox).toBeDefined();
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    const { publish, revisions, heard } = recorder();
    const database = await openTestDatabase({ id });
    const { relay, add, outbox } = instance(database, publish);
    relay.start();
    await expect(
      database.transaction(async tx => {
        await outbox.add(tx, { type: 'server.updated', orgId: 'default' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await add(2);
    await heard(1);
    expect(revisions()).toEqual([2]);
  });

  it('numbers many events without gaps, in the order they became true', async () => {
    const { seen, publish, heard, revisions } = recorder();
    const { relay, add } = instance(await openTestDatabase({ id }), publish);
    for (let revision = 1; revision <= 450; revision++) {
      await add(revision);
    }
    relay.start();
    await heard(450);
    expect(seen.map(event => event.seq)).toEqual(
      Array.from({ length: 450 }, (_, index) => index + 1),
    );
    expect(revisions()).toEqual(seen.map(event => event.seq));
  });

  it('neither loses nor reorders events when publishing fails', async () => {
    const { seen, publish, heard, revisions } = recorder();
    let failures = 0;
    const { relay, add, logger } = instance(
      await openTestDatabase({ id }),
      async event => {
        if (event.revision === 3 && failures < 3) {
          failures++;
          throw new Error('bus is down');
        }
        await publish(event);
      },
    );
    for (let revision = 1; revision <= 5; revision++) {
      await add(revision);
    }
    relay.start();
    await heard(5);
    expect(revisions()).toEqual([1, 2, 3, 4, 5]);
    expect(seen.map(event => event.seq)).toEqual([1, 2, 3, 4, 5]);
    const stop = () => relay.stop();
    const { error } = await logOnceStopped({ stop, logger });
    expect(error).toHaveLength(3);
  });

  it('relays in one of several instances, and another takes over', async () => {
    const { seen, publish, heard, revisions } = recorder();
    const database = await openTestDatabase({ id });
    const first = instance(database, publish, { pollIntervalMs: 20 });
    const second = instance(database, publish, { pollIntervalMs: 20 });
    first.relay.start();
    second.relay.start();
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 ? first : second).add(index),
      ),
    );
    await heard(30);
    await first.relay.stop();
    await first.add(30);
    await heard(31);
    await second.relay.stop();
    expect(seen.map(event => event.seq)).toEqual(
      Array.from({ length: 31 }, (_, index) => index + 1),
    );
    expect(new Set(revisions()).size).toBe(31);
  });

  it('gives nothing to another instance before the lease of the one that relays is over', async () => {
    const database = await openTestDatabase({ id });
    const { add } = instance(database, async () => {});
    await add(1);
    const clock = fixedClock();
    const take = (ticket: string) =>
      takeBatch(database, {
        ...{ ticket, now: clock.now() },
        ...{ leaseMs: 30_000, limit: 10 },
      });
    const revisions = (events?: SprintConnectEvent[]) =>
      events?.map(event => event.revision);
    expect(revisions(await take('first'))).toEqual([1]);
    const [lease] = await database.reader('outbox_relay');
    clock.advance(29_999);
    expect(await take('second')).toBeUndefined();
    expect(await database.reader('outbox_relay')).toEqual([lease]);
    clock.advance(1);
    expect(revisions(await take('second'))).toEqual([1]);
    expect(await take('first')).toBeUndefined();
    await releaseRelay(database, 'first');
    expect(await take('first')).toBeUndefined();
    await releaseRelay(database, 'second');
    expect(revisions(await take('first'))).toEqual([1]);
  });

  it('holds the lease of an idle relay, and writes it in its second half only', async () => {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const take = (ticket: string) =>
      takeBatch(database, {
        ...{ ticket, now: clock.now() },
        ...{ leaseMs: 30_000, limit: 10 },
      });
    const lease = () => database.reader('outbox_relay');
    expect(await take('first')).toEqual([]);
    const begun = await lease();
    clock.advance(15_000);
    expect(await take('first')).toEqual([]);
    expect(await lease()).toEqual(begun);
    clock.advance(1);
    expect(await take('first')).toEqual([]);
    clock.advance(29_999);
    expect(await take('second')).toBeUndefined();
  });

  it('marks what arrived before its lease may be over, and goes on under a new one', async () => {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const marked: number[] = [];
    const { relay, add } = instance(
      database,
      async () => {
        const rows = await database
          .reader('outbox_events')
          .whereNotNull('published_at');
        marked.push(rows.length);
        clock.advance(8_000);
      },
      { clock },
    );
    for (let revision = 1; revision <= 3; revision++) await add(revision);
    relay.start();
    await eventually('3 events', () => marked.length === 3);
    expect(marked).toEqual([0, 1, 2]);
  });

  it('keeps an event that a closing events service refuses, and makes no noise of it', async () => {
    const { seen, publish, heard } = recorder();
    const database = await openTestDatabase({ id });
    let refuse: (() => void) | undefined;
    const closing = instance(
      database,
      () =>
        new Promise((_resolve, reject) => {
          refuse = () => reject(new Error('Service is shutting down'));
        }),
    );
    closing.relay.start();
    await closing.add(1);
    const close = await eventually('the event is offered', () => refuse);
    const stopped = closing.relay.stop();
    close();
    const log = await logOnceStopped({ ...closing, stop: () => stopped });
    expect(log.error).toEqual([]);

    const next = instance(database, publish);
    next.relay.start();
    await heard(1);
    await next.relay.stop();
    expect(seen.map(event => event.revision)).toEqual([1]);
  });

  it('stops also when the database does not let it release the relay', async () => {
    const { publish, heard } = recorder();
    const database = await openTestDatabase({ id });
    const { relay, add, logger } = instance(database, publish);
    relay.start();
    await add(1);
    await heard(1);
    await database.reader.schema.dropTable('outbox_relay');
    await expect(relay.stop()).resolves.toBeUndefined();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('could not be released'),
      expect.anything(),
    );
  });

  it('publishes again what was not marked, after its relay died', async () => {
    const { seen, publish, heard } = recorder();
    const database = await openTestDatabase({ id });
    const { relay, add } = instance(database, publish);
    await add(1);
    await database.transaction(async tx => {
      await tx('outbox_events').update({ seq: 1 });
      await tx('outbox_relay').update({
        ticket: 'dead',
        lease_until: new Date(Date.now() - 1),
        last_seq: 1,
      });
    });
    await add(2);
    relay.start();
    await heard(2);
    expect(seen.map(event => event.seq)).toEqual([1, 2]);
  });

  it('forgets events published more than 7 days ago, in bounded batches', async () => {
    const { publish, heard } = recorder();
    const clock = fixedClock();
    const database = await openTestDatabase({ id });
    const { relay, add, prunes } = instance(database, publish, { clock });
    const [prune] = prunes;
    relay.start();
    await Promise.all([1, 2, 3].map(add));
    await heard(3);
    await relay.stop();
    await add(4);
    expect(await prune(10)).toBe(0);
    clock.advance(7 * 24 * 3600 * 1000 + 1);
    expect(await prune(2)).toBe(2);
    expect(await prune(2)).toBe(1);
    expect(await database.reader('outbox_events')).toHaveLength(1);
  });
});

// SQLite has one writer at a time: there, no transaction commits late.
describeOnPostgres('outbox on %s', id => {
  it('passes no event by whose transaction commits late', async () => {
    const { publish, heard, revisions, seen } = recorder();
    const database = await openTestDatabase({ id });
    const { relay, add, outbox } = instance(database, publish);
    relay.start();
    let commit = () => {};
    let written = () => {};
    const wrote = new Promise<void>(resolve => (written = resolve));
    const late = database.transaction(async tx => {
      await outbox.add(tx, {
        type: 'server.updated',
        orgId: 'default',
        revision: 1,
      });
      written();
      await new Promise<void>(resolve => (commit = resolve));
    });
    await wrote;
    await add(2);
    await heard(1);
    commit();
    await late;
    await heard(2);
    expect(revisions()).toEqual([2, 1]);
    expect(seen.map(event => event.seq)).toEqual([1, 2]);
  });
});
