import { databaseIds, openTestDatabase } from '../__testUtils__';

describe.each(databaseIds)('the dialect of %s', id => {
  const open = async (...texts: string[]) => {
    const { reader, dialect } = await openTestDatabase({ id });
    await reader.schema.createTable('texts', table => {
      table.text('text');
      table.timestamp('at', { useTz: true });
    });
    if (texts.length > 0) {
      await reader('texts').insert(texts.map(text => ({ text })));
    }
    return { reader, dialect };
  };

  it.each<[string, string[]]>([
    ['get_*', ['get_a']],
    ['*', ['%', 'GET_A', '[g]et', 'get!a', 'get_a', 'getXa']],
    ['get?a', []],
    ['[g]*', ['[g]et']],
    ['%', ['%']],
    ['get!a', ['get!a']],
    ['**a', ['get!a', 'get_a', 'getXa']],
  ])('finds what is like %s', async (pattern, found) => {
    const { reader, dialect } = await open(
      ...['get_a', 'GET_A', 'getXa', '[g]et', '%', 'get!a'],
    );
    const { sql, bindings } = dialect.matches('text', pattern);
    const texts = await reader('texts').whereRaw(sql, bindings).pluck('text');
    expect(texts.sort()).toEqual([...found].sort());
  });

  it.each([
    ['a_b', ['xa_by']],
    ['100%', ['100% sure']],
    ['!', ['oh!']],
    ['\\', ['c:\\']],
    ['', ['100% sure', 'a.b', 'c:\\', 'oh!', 'xa_by']],
    ['xyz', []],
  ])('finds what holds %s', async (part, found) => {
    const { reader, dialect } = await open(
      ...['xa_by', 'a.b', '100% sure', 'oh!', 'c:\\'],
    );
    const { sql, bindings } = dialect.contains('text', part);
    const texts = await reader('texts').whereRaw(sql, bindings).pluck('text');
    expect(texts.sort()).toEqual(found);
  });

  it('sorts by code points', async () => {
    const { reader, dialect } = await open('b', 'ä', 'B', 'a-b', 'ab');
    const column = dialect.byBytes('text');
    const sorted = await reader('texts').orderByRaw(column).pluck('text');
    expect(sorted).toEqual(['B', 'a-b', 'ab', 'b', 'ä']);
    expect(await reader('texts').whereRaw(`${column} = ?`, ['B'])).toHaveLength(
      1,
    );
  });

  it('takes the epoch for a time', async () => {
    const { reader, dialect } = await open('a');
    const row = await reader('texts').first(
      reader.raw(`coalesce(at, ${dialect.epoch}) as at`),
    );
    expect(dialect.fromTime(row.at)).toEqual(new Date(0));
  });

  it('makes rows of JSON', async () => {
    const { reader, dialect } = await open();
    const rows = dialect.rowsOfJson('row', { number: 'bigint', text: 'text' });
    const json = [
      { number: 2 ** 40, text: "it's ?" },
      { number: 1, text: null },
    ];
    const found = await reader
      .from(reader.raw(rows, [JSON.stringify(json)]))
      .select('row.number', 'row.text');
    expect(
      found.map(each => ({ ...each, number: dialect.fromBigInt(each.number) })),
    ).toEqual(json);
  });

  it('reads one state', async () => {
    const { reader, dialect } = await open('a', 'b');
    const count = await reader.transaction(
      tx => tx('texts').count('* as n').first(),
      dialect.snapshot,
    );
    expect(Number(count?.n)).toBe(2);
    expect(dialect.snapshot.readOnly ?? false).toBe(id === 'POSTGRES_15');
  });
});
