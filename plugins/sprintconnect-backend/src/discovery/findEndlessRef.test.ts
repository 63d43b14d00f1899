import { findEndlessRef } from './findEndlessRef';

const chain = (length: number, last: unknown) => ({
  $ref: '#/$defs/a0',
  $defs: Object.fromEntries(
    Array.from({ length }, (_, i) => [
      `a${i}`,
      i + 1 < length ? { $ref: `#/$defs/a${i + 1}` } : last,
    ]),
  ),
});

describe('findEndlessRef', () => {
  it.each([
    ['a schema of itself', { $ref: '#' }],
    ['a definition of itself', { $defs: { a: { $ref: '#/$defs/a' } } }],
    [
      'two definitions of each other',
      { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
    ],
    ['through allOf', { $defs: { a: { allOf: [{}, { $ref: '#/$defs/a' }] } } }],
    ['through if and then', { if: { const: 1 }, then: { $ref: '#' } }],
    ['through not', { not: { anyOf: [{ $ref: '#' }] } }],
    ['through dependentSchemas', { dependentSchemas: { a: { $ref: '#' } } }],
    [
      'through an anchor',
      { $defs: { a: { $anchor: 'here', oneOf: [{ $ref: '#here' }] } } },
    ],
    ['through $dynamicRef', { $dynamicAnchor: 'x', $dynamicRef: '#x' }],
    [
      'through an escaped pointer',
      { $defs: { 'a/b': { $ref: '#/$defs/a~1b' } } },
    ],
    ['at the end of a long chain', chain(20_000, { $ref: '#' })],
  ])('finds %s', (_, schema) => {
    expect(findEndlessRef(schema)).toMatch(/^#/);
  });

  it.each([
    ['nothing', undefined],
    ['a boolean schema', true],
    [
      'a plain schema',
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'a tree',
      {
        $defs: {
          node: { properties: { kids: { items: { $ref: '#/$defs/node' } } } },
        },
        $ref: '#/$defs/node',
      },
    ],
    [
      'a root that recurs through a property',
      { properties: { a: { $ref: '#' } } },
    ],
    [
      'a diamond',
      {
        allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }],
        $defs: { a: { type: 'object' } },
      },
    ],
    ['a reference to nowhere', { $ref: '#/$defs/gone' }],
    ['a reference to the network', { $ref: 'https://example.org/schema.json' }],
    ['a long chain that ends', chain(20_000, { type: 'string' })],
  ])('lets %s pass', (_, schema) => {
    expect(findEndlessRef(schema)).toBeUndefined();
  });

  it('says where', () => {
    expect(
      findEndlessRef({ $defs: { 'a b': { $ref: '#/$defs/a%20b' } } }),
    ).toBe('#/$defs/a b');
  });
});
