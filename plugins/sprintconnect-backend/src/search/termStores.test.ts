import {
  databaseIds,
  openTestDatabase,
  type TestDatabaseId,
} from '../__testUtils__';
import type { Conjunction } from './matchExpressions';
import { openTermStore } from './openTermStore';
import { padWord } from './padWord';

async function open(id: TestDatabaseId) {
  const database = await openTestDatabase({ id });
  const store = openTermStore(database);
  return {
    database,
    store,
    /** Writes a document that has these terms, and gives its position. */
    insert: (name: string, terms: string[], orgId = 'default') =>
      database.transaction(async tx => {
        const of = { nameTerms: [name], terms: [name, ...terms] };
        const [{ position }] = await tx('search_documents')
          .insert({
            capability_id: `${orgId} ${name}`,
            org_id: orgId,
            server_id: 'server',
            kind: 'tool',
            sort_name: name,
            name_key: name,
            ...{ fields: '', digest: '', text_digest: '' },
            ...store.columnsOf(tx, of),
          })
          .returning('position');
        await store.add(tx, [{ ...of, position: Number(position) }]);
        return Number(position);
      }),
    learn: (words: readonly string[], orgId = 'default') =>
      database.transaction(async tx => {
        const known = await tx('search_words')
          .insert(words.map(word => ({ org_id: orgId, word })))
          .returning(['id', 'word']);
        await store.addWords(tx, known);
        return known as { id: number; word: string }[];
      }),
    found: async (...any: Conjunction[]): Promise<string[]> =>
      (await store.matching('default', any).pluck('name_key')).sort(),
  };
}

const word = (
  text: string,
  more: { forms?: string[]; isPrefix?: boolean } = {},
) => ({
  ...{ word: text, forms: [text], isPrefix: false, isCorrected: false },
  ...more,
});

describe.each(databaseIds)('the terms of search on %s', id => {
  it('match words, their forms and beginnings, in the name or anywhere, of one organisation', async () => {
    const { insert, found } = await open(id);
    await insert('forecast', ['weather', 'rain']);
    await insert('rain', ['radar']);
    await insert('rain', ['weather'], 'other');
    const rain = word('rain');
    expect(await found({ words: [rain] })).toEqual(['forecast', 'rain']);
    expect(await found({ inName: true, words: [rain] })).toEqual(['rain']);
    expect(await found({ words: [rain, word('weather')] })).toEqual([
      'forecast',
    ]);
    expect(
      await found(
        { inName: true, words: [word('radar')] },
        { words: [word('weather')] },
      ),
    ).toEqual(['forecast']);
    const beginning = word('rad', { forms: [], isPrefix: true });
    expect(await found({ words: [beginning] })).toEqual(['rain']);
    const forms = word('rains', { forms: ['rains', 'radar'] });
    expect(await found({ words: [forms] })).toEqual(['rain']);
    expect(await found({ words: [word('snow')] })).toEqual([]);
  });

  it('are counted behind a fence as they are without', async () => {
    const { insert, store } = await open(id);
    await insert('a', ['rain']);
    await insert('b', ['rain']);
    const rows = (limit: number) =>
      store
        .fenced(store.matching('default', [{ words: [word('rain')] }]))
        .select('position')
        .limit(limit);
    expect(await rows(5)).toHaveLength(2);
    expect(await rows(1)).toHaveLength(1);
  });

  it('go with their documents', async () => {
    const { database, insert, found, store } = await open(id);
    const position = await insert('rain', ['radar']);
    await insert('snow', ['radar']);
    await database.transaction(async tx => {
      await tx('search_documents').where({ position }).delete();
      await store.remove(tx, [position]);
    });
    expect(await found({ words: [word('radar')] })).toEqual(['snow']);
    // SQLite may give the position to the next one.
    await insert('hail', []);
    expect(await found({ words: [word('radar')] })).toEqual(['snow']);
  });

  it('have words that are found by a part, until they are forgotten', async () => {
    const { database, learn, store } = await open(id);
    const known = await learn(['weather', 'leather', 'rain']);
    await learn(['weather'], 'other');
    const having = (text: string) =>
      store.havingPart('default', [text]).pluck('search_words.word');
    expect((await having('athe')).sort()).toEqual(['leather', 'weather']);
    expect(await having(padWord('weather').slice(1, 5))).toEqual(['weather']);
    expect(await having('snow')).toEqual([]);
    const gone = known.filter(each => each.word === 'weather');
    await database.transaction(async tx => {
      await tx('search_words').where({ id: gone[0].id }).delete();
      await store.removeWords(tx, gone);
    });
    expect(await having('athe')).toEqual(['leather']);
    await database.transaction(tx => store.addWords(tx, []));
  });

  it('know which words no document of the organisation has', async () => {
    const { database, insert, learn, store } = await open(id);
    await insert('rain', ['radar']);
    await insert('snow', [], 'other');
    await learn(['radar', 'snow', 'rain', 'hail']);
    const unused = await database
      .reader('search_words')
      .whereRaw(store.isInNoDocument)
      .pluck('word');
    expect(unused.sort()).toEqual(['hail', 'snow']);
  });

  it('can be corrected', async () => {
    expect(await (await open(id)).store.canCorrect()).toBe(true);
  });
});
