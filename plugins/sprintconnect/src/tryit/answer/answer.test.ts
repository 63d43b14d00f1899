import { contentOf, resourceOf } from './contentOf';
import { bytesIn, fileName, mediaState } from './media';
import { openedAtFirst, treeRows } from './treeRows';

describe('media', () => {
  it.each([
    ['image/png', 'AAAA', 'shown'],
    ['Image/PNG; charset=x', 'AA==', 'shown'],
    ['audio/wav', 'AAAA', 'shown'],
    ['image/svg+xml', 'AAAA', 'other-type'],
    ['text/html', 'AAAA', 'other-type'],
    ['video/mp4', 'AAAA', 'other-type'],
    ['image/png', '"><script>', 'broken'],
    ['image/png', 'A'.repeat(8 * 1024 * 1024 + 4), 'too-large'],
  ])('of type %s is %#', (type, data, state) => {
    expect(mediaState(type, data)).toBe(state);
  });

  it('knows how many bytes there are', () => {
    expect([bytesIn('AAAA'), bytesIn('AAA='), bytesIn('AA==\n')]).toEqual([
      3, 2, 1,
    ]);
  });

  it.each([
    ['text/csv', 'weather://a/b/lagos.csv?x=1', 'lagos.csv'],
    ['text/markdown', 'weather://legend', 'legend.md'],
    ['image/svg+xml', '', 'result.svg'],
    ['application/octet-stream', 'file:///etc/..', 'result.octet'],
    ['nonsense', 'a://b/ü %2F', '___2F.bin'],
  ])('of type %s from %s is saved as %s', (type, uri, name) => {
    expect(fileName(type, uri)).toBe(name);
  });
});

describe('content', () => {
  it.each([
    undefined,
    null,
    7,
    'text',
    {},
    { type: 'text' },
    { type: 'image', data: 7 },
    { type: 'resource_link' },
    { type: 'resource', resource: 'x' },
    { type: 'later' },
  ])('that is none stays as it is: %j', block => {
    expect(contentOf(block)).toMatchObject({ kind: 'unknown', value: block });
  });

  it('of a resource is text, or a file of its type', () => {
    expect(resourceOf({ uri: 'a://b', text: 'x' })).toMatchObject({
      content: { kind: 'text', text: 'x' },
    });
    expect(resourceOf({ uri: 'a://b', blob: 'AA==' })).toMatchObject({
      content: { kind: 'media', as: 'file', type: 'application/octet-stream' },
    });
    expect(resourceOf('x')).toMatchObject({ kind: 'unknown' });
  });
});

describe('the tree', () => {
  it('opens little at once, and much only at the root', () => {
    const little = { a: { b: [1] } };
    expect(treeRows(little, openedAtFirst(little))).toHaveLength(4);
    const much = Array.from({ length: 5_000 }, (_, n) => ({ n }));
    const rows = treeRows(much, openedAtFirst(much));
    expect(rows).toHaveLength(102);
    expect(rows.at(-1)).toMatchObject({ more: 4_900 });
  });

  it('tells names apart that look like paths', () => {
    const value = { 'a/b': {}, a: { b: {} }, '~': {}, '/~': {} };
    const paths = treeRows(value, openedAtFirst(value)).map(each => each.path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('goes as deep as it is opened', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(
      treeRows(deep, { open: new Set(['']), shown: new Map() }),
    ).toHaveLength(2);
    expect(treeRows(deep, openedAtFirst(deep)).length).toBeLessThan(60);
  });
});
