import { describeOnPostgres, eventually } from '../__testUtils__';
import { openRegistry } from './__testUtils__/openRegistry';

// SQLite has one writer at a time: there, nobody retires while somebody else writes.
describeOnPostgres('the health of servers on %s', id => {
  it('is neither written nor told of one that retires at this moment', async () => {
    const { clock, ctx, database, register, service } = await openRegistry({
      id,
    });
    const stays = await register({ name: 'stays' });
    const goes = await register({ name: 'goes' });
    let commit = () => {};
    let lock = () => {};
    const locked = new Promise<void>(resolve => (lock = resolve));
    const retiring = database.transaction(async tx => {
      await tx('servers').where({ id: goes.id }).update({ status: 'retired' });
      lock();
      await new Promise<void>(resolve => (commit = resolve));
    });
    await locked;
    const recording = database.transaction(tx =>
      service.recordHealth(
        tx,
        ctx,
        [stays, goes].map(({ id: serverId }) => ({
          ...{ serverId, since: clock.now() },
          status: 'unhealthy' as const,
        })),
      ),
    );
    await eventually('it waits for the one that retires', async () => {
      const { rows } = await database.reader.raw(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    commit();
    await retiring;
    expect([...(await recording).keys()]).toEqual([stays.id]);
    expect(
      await database.reader('servers').orderBy('name').pluck('health_status'),
    ).toEqual(['unknown', 'unhealthy']);
    expect(
      await database.reader('server_observed_moves').pluck('server_id'),
    ).toEqual([stays.id]);
  });
});
