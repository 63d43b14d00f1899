import { databaseIds } from '../__testUtils__';
import { createAuditWorld } from './__testUtils__/createAuditWorld';
import { AuditListStore } from './AuditListStore';

const SERVER = '019e0000-0000-7000-8000-000000000001';

describe.each(databaseIds)('the filter by target on %s', id => {
  async function world() {
    const { database, record } = await createAuditWorld(id);
    const store = new AuditListStore(database);
    return {
      record,
      named: (type: string, targetId: string, meta?: Record<string, unknown>) =>
        record({}, { target: { type, id: targetId }, meta }),
      found: async (target: string) => {
        const filters = { chain: 'default', target };
        const { items } = await store.list(filters, { limit: 50 });
        expect(await store.count(filters)).toBe(items.length);
        return items.map(each => each.target.id).reverse();
      },
    };
  }

  it('finds entries by what their target is shown as', async () => {
    const { named, found } = await world();
    await named('server', SERVER, { name: 'Weather' });
    await named('server', SERVER, undefined);
    await named('server', SERVER, { name: 'Forecast' });
    await named('api-key', 'k1', { name: 'ci of weather' });
    await named('role-binding', 'b1', {
      role: 'engineer',
      subject: 'group:default/weathermen',
    });
    await named('role-binding', 'b2', { role: 'admin', subject: '*' });
    await named('route', 'GET /v1/weather', { name: 'no name' });
    const ofServer = [SERVER, SERVER, SERVER];
    expect(await found('weather')).toEqual([
      ...ofServer,
      'k1',
      'b1',
      'GET /v1/weather',
    ]);
    expect(await found('FORECAST')).toEqual(ofServer);
    expect(await found(SERVER)).toEqual(ofServer);
    expect(await found(SERVER.slice(-4))).toEqual(ofServer);
    expect(await found('ENGINEER')).toEqual(['b1']);
    expect(await found('admin *')).toEqual(['b2']);
    expect(await found('w_ather')).toEqual([]);
    expect(await found('no name')).toEqual([]);
  });

  it('takes details that the database cannot read for none', async () => {
    const { named, found } = await world();
    await named('server', 'odd', { name: 'weather\u0001' });
    await named('server', 'long', { name: 'x'.repeat(5_000) });
    expect(await found('odd')).toEqual(['odd']);
    expect(await found('xxxx')).toEqual(['long']);
  });

  it('finds nothing of other organisations', async () => {
    const { record, found } = await world();
    const target = { type: 'server', id: 's1' };
    await record({ orgId: 'other' }, { target, meta: { name: 'theirs' } });
    await record({}, { target, meta: { name: 'mine' } });
    expect(await found('theirs')).toEqual([]);
    expect(await found('mine')).toEqual(['s1']);
  });
});
