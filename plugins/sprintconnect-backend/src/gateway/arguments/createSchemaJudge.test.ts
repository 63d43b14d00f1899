import { createSchemaJudge } from './createSchemaJudge';

const { judge } = createSchemaJudge();
let keys = 0;
const judged = (schema: object, value: unknown) => {
  keys += 1;
  return judge(value, {
    schema: { ...schema },
    key: String(keys),
    root: 'arguments',
  });
};

it.each([
  [{ required: ['a'] }, {}, 'arguments.a', 'is required'],
  [
    { additionalProperties: false },
    { 'b/c': 1 },
    'arguments["b/c"]',
    'is not known here',
  ],
  [
    { properties: { a: { items: { type: 'string' } } } },
    { a: ['x', 1] },
    'arguments.a[1]',
    'must be string',
  ],
  [
    { properties: { a: { enum: ['x', 'y'] } } },
    { a: 'z' },
    'arguments.a',
    'must be one of ["x","y"]',
  ],
  [{ properties: { a: { const: 1 } } }, { a: 2 }, 'arguments.a', 'must be 1'],
  [{ properties: { a: false } }, { a: 2 }, 'arguments.a', 'is not allowed'],
])('says of %j what is wrong with %j', (schema, value, ...fault) => {
  const [path, message] = fault;
  expect(judged(schema, value)).toEqual({ faults: [{ path, message }] });
});

it('lists several faults, and not more than anybody reads', () => {
  const schema = { additionalProperties: { type: 'string' } };
  const value = Object.fromEntries(
    Array.from({ length: 200 }, (_each, at) => [`k${at}`, 1]),
  );
  expect(judged(schema, value).faults).toHaveLength(50);
});

it('reads draft-07 where the schema says so, and 2020-12 otherwise', () => {
  const items = { items: [{ type: 'string' }], additionalItems: false };
  const $schema = 'http://json-schema.org/draft-07/schema#';
  expect(judged({ $schema, ...items }, ['x', 1]).faults).toHaveLength(1);
  const modern = { prefixItems: [{ type: 'string' }], items: false };
  expect(judged(modern, ['x', 1]).faults).toHaveLength(1);
});

it.each([
  ['a reference to elsewhere', { $ref: 'http://127.0.0.1:1/schema' }],
  ['a type that there is not', { type: 'wish' }],
  ['a broken pattern', { pattern: '(' }],
  ['too much', { description: 'x'.repeat(200_000) }],
  [
    'too much depth',
    JSON.parse(`${'{"not":'.repeat(5_000)}{}${'}'.repeat(5_000)}`),
  ],
])('notes a schema with %s, and finds no fault', (_what, schema) => {
  const { faults, note } = judged(schema, 'x');
  expect(faults).toBeUndefined();
  expect(note).toEqual(expect.any(String));
});

it('ends a pattern that takes for ever', () => {
  const verdict = judged({ pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`);
  expect(verdict).toEqual({ note: 'Judging by the schema takes too long.' });
});

it('ends references that take for ever', () => {
  const both = { $ref: '#' };
  const schema = {
    anyOf: [
      { type: 'array', items: both, minItems: 2 },
      { type: 'array', items: both, minItems: 3 },
    ],
  };
  const value = JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`);
  expect(judged(schema, value).note ?? 'none').toEqual(expect.any(String));
});

it('keeps what one schema calls itself from another', () => {
  const $id = 'https://example.org/same';
  expect(judged({ $id, type: 'string' }, 1).faults).toHaveLength(1);
  expect(judged({ $id, type: 'number' }, 1)).toEqual({});
});

it('does not take inherited names for given ones', () => {
  expect(judged({ required: ['toString'] }, {}).faults).toHaveLength(1);
  expect(
    judged({ properties: { constructor: { type: 'string' } } }, {}),
  ).toEqual({});
});

it('forgets no verdict for a second look', () => {
  const by = { schema: { type: 'string' }, key: 'same', root: 'x' };
  expect(judge('a', by)).toEqual({});
  expect(judge(1, by).faults).toHaveLength(1);
  expect(judge('b', by)).toEqual({});
});
