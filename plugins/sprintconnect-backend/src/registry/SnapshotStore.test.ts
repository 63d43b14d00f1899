import { databaseIds } from '../__testUtils__';
import { observation, openRegistry } from './__testUtils__/openRegistry';
import { SnapshotStore } from './SnapshotStore';

describe.each(databaseIds)('the store of snapshots on %s', id => {
  it('finds, lists and counts those of one organisation only', async () => {
    const { ctx, database, register, service } = await openRegistry({ id });
    const { id: serverId } = await register();
    await service.recordSnapshot(ctx, serverId, observation());
    const store = new SnapshotStore(database);
    const key = { serverId, version: 1 };
    const seenBy = async (orgId: string) => {
      const who = { ...ctx, orgId };
      const kept = await database.transaction(tx =>
        store.capabilitiesOf(tx, who, key),
      );
      const found = await store.find(who, key);
      const listed = await store.list(who, { serverId, limit: 10 });
      return {
        found: found?.version,
        kept: kept.length,
        listed: listed.length,
        count: await store.count(who, serverId),
      };
    };
    expect(await seenBy('default')).toEqual({
      found: 1,
      kept: 3,
      listed: 1,
      count: 1,
    });
    expect(await seenBy('other')).toEqual({
      found: undefined,
      kept: 0,
      listed: 0,
      count: 0,
    });
  });
});
