import request from 'supertest';
import { databaseIds, eventually, testContext } from '../../__testUtils__';
import type { CallOutcome } from '@sprintconnect/plugin-sprintconnect-common';
import { aCall, openCallLog } from './__testUtils__/openCallLog';

const noah = testContext({
  caller: { type: 'user', ref: 'user:default/noah' },
});
const ada = testContext();
const idOf = (n: number) =>
  `0192a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe.each(databaseIds)('lists of calls on %s', id => {
  async function opened(options: Parameters<typeof openCallLog>[0] = {}) {
    const world = await openCallLog({ id, ...options });
    const list = async (query: string) => {
      const { body } = await request(world.app)
        .get(`/v1/calls?${query}`)
        .expect(200);
      return body as {
        items: { id: string; server: { id: string } }[];
        nextCursor?: string;
      };
    };
    const count = async (query: string) => (await list(query)).items.length;
    return { ...world, list, count };
  }

  // More than are read one by one, and fewer.
  it.each([3, 60])(
    'has all of the %i servers of an owner, and none of another',
    async owned => {
      const { log, database, list, count } = await opened({
        criteria: {
          'sprintconnect.server.update': {
            trait: 'owner',
            anyOf: ['group:default/mine'],
          },
        },
      });
      const numbers = [...Array(owned + 1).keys()];
      await database.reader('servers').insert(
        numbers.map(n => ({
          ...{ id: idOf(n), org_id: 'default', name: `server-${n}` },
          environment: 'production',
          origin: 'api',
          entity_ref: `api:default/server-${n}`,
          owner_ref: n < owned ? 'group:default/mine' : 'group:default/other',
          ...{ remotes: '[]', tags: '[]', search_text: '', status: 'active' },
          ...{ revision: 1, created_at: new Date(), updated_at: new Date() },
        })),
      );
      const of = (n: number) => ({
        server: { id: idOf(n), name: `server-${n}`, environment: 'production' },
      });
      await Promise.all(numbers.map(n => log.open(noah, aCall(of(n)))));
      await log.open(ada, aCall(of(0)));
      await log.open(ada, aCall(of(owned)));

      const first = await list('limit=2');
      const { items } = await list(`limit=200&cursor=${first.nextCursor}`);
      const all = [...first.items, ...items];
      expect(new Set(all.map(each => each.id)).size).toBe(owned + 2);
      expect(all).toHaveLength(owned + 2);
      expect(await count(`server=${idOf(0)}`)).toBe(2);
      expect(await count(`server=${idOf(owned)}`)).toBe(1);
      expect(await count('caller=user:default/noah&limit=200')).toBe(owned);
    },
  );

  it('tells names apart that begin alike, beyond what an index holds', async () => {
    const { log, list } = await opened();
    // The hundredth character takes two units in JavaScript.
    const start = `${'n'.repeat(99)}\u{1F30D}`;
    const names = [start, `${start}a`, `${start}b`, 'n'.repeat(99)];
    const calls = await Promise.all(
      names.map(capability => log.open(ada, aCall({ capability }))),
    );
    for (const [at, name] of names.entries()) {
      const { items } = await list(`capability=${encodeURIComponent(name)}`);
      expect(items.map(each => each.id)).toEqual([calls[at].id]);
    }
  });

  it('has what ended so, and nothing that is under way', async () => {
    const { log, count, rows } = await opened();
    const ends: CallOutcome[] = ['succeeded', 'refused', 'timed-out'];
    for (const outcome of ends) {
      (await log.open(ada, aCall())).close({ outcome });
    }
    await log.open(ada, aCall());
    await eventually(
      'the ends',
      async () => (await rows()).filter(({ outcome }) => outcome).length === 3,
    );
    expect(await count('')).toBe(4);
    expect(await count('outcome=refused')).toBe(1);
    expect(await count('outcome=refused,timed-out')).toBe(2);
    expect(await count('outcome=succeeded,refused')).toBe(2);
    expect(await count('outcome=cancelled')).toBe(0);
  });
});
