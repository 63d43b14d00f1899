import request from 'supertest';
import { databaseIds, describeOnPostgres, testContext } from '../__testUtils__';
import {
  observation,
  openRegistry,
  tool,
} from '../registry/__testUtils__/openRegistry';
import { found, offer, type Registry, search } from './__testUtils__/searching';
import { WordStore } from './WordStore';

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Words without end: `aaa`, `baa`, `caa`, … */
const word = (at: number) =>
  [at % 26, Math.floor(at / 26) % 26, Math.floor(at / 676)]
    .map(each => letters[each])
    .join('');

async function wordsOf({ database }: Registry, orgId = 'default') {
  return new Set<string>(
    await database
      .reader('search_words')
      .where({ org_id: orgId })
      .pluck('word'),
  );
}

/** What SQLite finds of these beginnings of words; PostgreSQL has no table for that. */
async function trigramsOf({ database }: Registry): Promise<unknown[]> {
  return database.dialect.name === 'sqlite'
    ? database
        .reader('search_trigrams')
        .whereRaw('search_trigrams match ?', ['"bri" OR "lig"'])
    : [];
}

/** Forgets words, as the schedule does. */
const prune = ({ searchSlice }: Registry, limit: number) =>
  searchSlice.prunes[0](limit);

async function observe(registry: Registry, server: string, names: string[]) {
  const { ctx, service } = registry;
  const capabilities = names.map(name => tool(name));
  await service.recordSnapshot(ctx, server, observation({ capabilities }));
}

describe.each(databaseIds)('the words of the search on %s', id => {
  it('are forgotten when nothing has them, and learned again', async () => {
    const registry = await openRegistry({ id });
    const server = await offer(registry, { name: 'hub' }, [
      tool('create_lighthouse'),
      tool('paint_bridge'),
    ]);
    await observe(registry, server, ['paint_bridge']);
    expect(await prune(registry, 500)).toBe(2);
    expect(await wordsOf(registry)).toEqual(
      new Set(['paint', 'bridge', 'hub']),
    );
    expect(await prune(registry, 500)).toBe(0);
    expect(found(await search(registry, { q: 'brigde' }))).toEqual([
      'paint_bridge',
    ]);
    await observe(registry, server, ['create_lighthouse', 'paint_bridge']);
    expect(found(await search(registry, { q: 'ligthouse' }))).toEqual([
      'create_lighthouse',
    ]);
    await request(registry.app).delete(`/v1/servers/${server}`).expect(204);
    expect(await prune(registry, 500)).toBe(5);
    expect(await wordsOf(registry)).toEqual(new Set());
    expect(await trigramsOf(registry)).toEqual([]);
  });

  it('are looked at a few at a time, until all were', async () => {
    const registry = await openRegistry({ id });
    const server = await offer(registry, { name: 'hub' }, [
      tool('kept_word'),
      tool(Array.from({ length: 30 }, (_each, at) => word(at)).join('_')),
    ]);
    const all = await wordsOf(registry);
    await observe(registry, server, ['kept_word']);
    const counts: number[] = [];
    for (;;) {
      const count = await prune(registry, 3);
      expect(count).toBeLessThanOrEqual(5);
      if (count === 0) break;
      counts.push(count);
    }
    expect(counts.length).toBeGreaterThan(5);
    expect(await wordsOf(registry)).toEqual(new Set(['kept', 'word', 'hub']));
    expect(all.size).toBe(33);
  });

  it('stay while their organisation has them, whatever others have', async () => {
    const registry = await openRegistry({ id });
    await offer(registry, { name: 'hub' }, [tool('paint_bridge')]);
    const { database } = registry;
    await database.transaction(tx =>
      new WordStore(database).learn(tx, { orgId: 'other' }, [
        'bridge',
        'tower',
      ]),
    );
    expect(await prune(registry, 500)).toBe(2);
    expect(await wordsOf(registry, 'other')).toEqual(new Set());
    expect(await wordsOf(registry)).toContain('bridge');
  });

  it('are looked for within one organisation, however many another has', async () => {
    const registry = await openRegistry({ id });
    const { database } = registry;
    const many = Array.from(
      { length: 3_000 },
      (_each, at) => `lighthouse${word(at)}`,
    );
    const words = new WordStore(database);
    await database.transaction(async tx => {
      await words.learn(tx, { orgId: 'large' }, many);
      await words.learn(tx, { orgId: 'small' }, ['lighthouse', 'bridge']);
    });
    const small = testContext({ orgId: 'small' });
    expect(await words.similar(small, 'lighthuose')).toEqual(['lighthouse']);
    const large = testContext({ orgId: 'large' });
    expect(await words.similar(large, 'lighthouseaab')).not.toContain(
      'lighthouse',
    );
    expect(await words.similar(large, 'brigde')).toEqual([]);
  });
});

describeOnPostgres('the words of the search on %s', id => {
  it('stay when a transaction that is not at its end uses them', async () => {
    const registry = await openRegistry({ id });
    const { database } = registry;
    const words = new WordStore(database);
    const ctx = { orgId: 'default' };
    await database.transaction(tx => words.learn(tx, ctx, ['bridge']));
    await database.transaction(async tx => {
      await words.learn(tx, ctx, ['bridge']);
      expect(await words.prune(500)).toBe(0);
    });
    expect(await wordsOf(registry)).toEqual(new Set(['bridge']));
    expect(await words.prune(500)).toBe(1);
  });
});
