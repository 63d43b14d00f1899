import { emptinessOf } from './emptinessOf';

describe('emptinessOf', () => {
  it.each([
    [{ type: 'object', properties: {}, additionalProperties: false }, 'none'],
    [{ additionalProperties: false, description: 'Nothing' }, 'none'],
    [
      { $ref: '#/$defs/a', $defs: { a: { additionalProperties: false } } },
      'none',
    ],
    [{ type: 'object' }, 'any'],
    [{ type: 'object', properties: {}, required: [] }, 'any'],
    [{}, 'any'],
    [true, 'any'],
    [false, 'unknown'],
    [undefined, 'unknown'],
    [[], 'unknown'],
    [{ type: 'string' }, 'unknown'],
    [{ anyOf: [true] }, 'unknown'],
    [{ not: {} }, 'unknown'],
    [{ $ref: 'https://elsewhere.example/' }, 'unknown'],
    [{ $ref: '#' }, 'unknown'],
    [{ minProperties: 1 }, 'unknown'],
    [{ type: 'object', required: ['a'] }, 'unknown'],
    [{ allOf: [{ additionalProperties: false }] }, 'unknown'],
    [{ additionalProperties: false, patternProperties: { a: {} } }, 'unknown'],
  ])('finds in %j %s', (schema, emptiness) => {
    expect(emptinessOf(schema)).toBe(emptiness);
  });
});
