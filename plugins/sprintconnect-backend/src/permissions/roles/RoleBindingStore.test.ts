import { v7 as uuid } from 'uuid';
import {
  databaseIds,
  openTestDatabase,
  testContext,
} from '../../__testUtils__';
import { RoleBindingStore } from './RoleBindingStore';

describe.each(databaseIds)('the store of role bindings on %s', id => {
  it('finds, locks, counts and removes those of one organisation only', async () => {
    const database = await openTestDatabase({ id });
    const store = new RoleBindingStore(database);
    const [ours, theirs] = ['ours', 'theirs'].map(orgId =>
      testContext({ orgId }),
    );
    const subject = 'user:default/ada';
    const binding = {
      ...{ id: uuid(), subject, role: 'admin' as const },
      ...{ createdBy: subject, createdAt: new Date(0) },
    };
    await database.transaction(tx => store.insert(tx, ours, binding));
    const seenBy = async (ctx: typeof ours) => ({
      listed: await store.list(ctx, { filter: {}, limit: 10 }),
      count: await store.count(ctx),
      roles: await store.rolesOf(ctx, [subject]),
      ...(await database.transaction(async tx => ({
        found: await store.find(tx, ctx, binding.id),
        locked: await store.lockOfRole(tx, ctx, 'admin'),
        isRemoved: await store.remove(tx, ctx, binding.id),
      }))),
    });
    expect(await seenBy(theirs)).toEqual({
      ...{ found: undefined, locked: [], listed: [], count: 0, roles: [] },
      isRemoved: false,
    });
    expect(await seenBy(ours)).toMatchObject({
      ...{ found: binding, locked: [binding], listed: [binding], count: 1 },
      ...{ roles: ['admin'], isRemoved: true },
    });
  });
});
