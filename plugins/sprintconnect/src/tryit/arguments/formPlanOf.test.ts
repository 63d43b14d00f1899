import { JSON_PLACE, OPTION } from './FormSchema';
import { formPlanOf } from './formPlanOf';

const fieldsOf = (schema: object) => {
  const plan = formPlanOf({ type: 'object', ...schema });
  return 'schema' in plan ? plan.schema.properties : plan;
};
const fieldOf = (schema: unknown, root: object = {}) =>
  (fieldsOf({ ...root, properties: { it: schema } }) as { it: unknown }).it;

describe('formPlanOf', () => {
  it('puts what is required first, and keeps the order otherwise', () => {
    const fields = fieldsOf({
      properties: {
        a: { type: 'string' },
        b: { type: 'string' },
        c: { type: 'string' },
      },
      required: ['c', 'b'],
    });
    expect(Object.keys(fields!)).toEqual(['b', 'c', 'a']);
  });

  it.each([
    ['a type that may be null', { type: ['string', 'null'] }],
    ['null as an option', { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    ['null by oneOf', { oneOf: [{ type: 'null' }, { type: 'string' }] }],
    [
      'a reference that may be null',
      { anyOf: [{ $ref: '#/$defs/s' }, { type: 'null' }], default: null },
    ],
    ['a reference', { $ref: '#/$defs/s' }],
    ['a part of several that hold at once', { allOf: [{ type: 'string' }] }],
    ['a reference among several', { allOf: [{ $ref: '#/$defs/s' }] }],
  ])('shows %s as the field that it is', (_what, schema) => {
    const root = { $defs: { s: { type: 'string' } } };
    expect(fieldOf(schema, root)).toEqual({ type: 'string' });
  });

  it('keeps the words beside a reference', () => {
    const root = { $defs: { s: { type: 'string', title: 'Of all' } } };
    expect(
      fieldOf({ $ref: '#/$defs/s', title: 'Here', default: 'x' }, root),
    ).toEqual({ type: 'string', title: 'Here', default: 'x' });
  });

  it('merges what holds at once', () => {
    expect(
      fieldOf({
        allOf: [
          {
            type: 'object',
            properties: { a: { type: 'string' } },
            required: ['a'],
          },
          { properties: { b: { type: 'integer' } }, required: ['b'] },
        ],
      }),
    ).toEqual({
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'string' }, b: { type: 'integer' } },
    });
  });

  it('names options by their title, by the value that only they have, or by what they are', () => {
    const tagged = (kind: string) => ({
      type: 'object',
      properties: { kind: { const: kind } },
      required: ['kind'],
    });
    const field = fieldOf({
      oneOf: [
        { type: 'object', title: 'Given', properties: { a: {} } },
        tagged('berth'),
        { type: 'number' },
        { type: 'array', items: { type: 'string' } },
      ],
    });
    expect(field).toMatchObject({
      anyOf: [
        { title: 'Given', $comment: OPTION },
        { title: 'berth' },
        { title: 'number' },
        { title: 'array of string' },
      ],
    });
  });

  it('shows several types as options, and constants as a choice', () => {
    expect(fieldOf({ type: ['string', 'integer'] })).toMatchObject({
      anyOf: [{ type: 'string' }, { type: 'integer' }],
    });
    expect(
      fieldOf({ anyOf: [{ const: 1, title: 'One' }, { const: 'two' }] }),
    ).toEqual({
      oneOf: [
        { const: 1, title: 'One' },
        { const: 'two', title: 'two' },
      ],
    });
  });

  it.each([
    ['anything', {}],
    ['true', true],
    ['an object without fields', { type: 'object' }],
    ['a list of anything', { type: 'array' }],
    ['a tuple', { type: 'array', items: {}, prefixItems: [{}] }],
    ['a reference out of the schema', { $ref: 'https://evil.example/x' }],
    ['a reference to nothing', { $ref: '#/$defs/none' }],
    ['a reference to what is inherited', { $ref: '#/constructor' }],
    [
      'fields with names that every object has',
      { type: 'object', properties: { constructor: {}, a: {} } },
    ],
    ['a choice of objects', { enum: [{ a: 1 }] }],
    [
      'a choice of too many',
      { enum: Array.from({ length: 501 }, (_, n) => n) },
    ],
  ])('takes %s as JSON', (_what, schema) => {
    expect(fieldOf(schema)).toMatchObject({ $id: JSON_PLACE });
  });

  it('drops patterns, which would run in the browser', () => {
    expect(fieldOf({ type: 'string', pattern: '^(a+)+$' })).toEqual({
      type: 'string',
    });
  });

  it('shows a map by what its values are', () => {
    expect(
      fieldOf({ type: 'object', additionalProperties: { type: 'number' } }),
    ).toEqual({ type: 'object', additionalProperties: { type: 'number' } });
  });

  it('says when a rule has no field', () => {
    expect(
      formPlanOf({ type: 'object', properties: {}, if: {}, then: {} }),
    ).toMatchObject({ isPartial: true });
    expect(
      formPlanOf({
        type: 'object',
        properties: { a: { type: 'string' } },
        anyOf: [{ required: ['a'] }, { required: ['b'] }],
      }),
    ).toMatchObject({ isPartial: true, schema: { properties: { a: {} } } });
    expect(formPlanOf({ type: 'object' })).toMatchObject({ isPartial: false });
  });

  it('takes options of objects for the whole', () => {
    const option = { type: 'object', properties: { a: { type: 'string' } } };
    expect(formPlanOf({ oneOf: [option, option] })).toMatchObject({
      schema: { anyOf: [{ type: 'object' }, { type: 'object' }] },
    });
  });

  it.each([
    ['a list', { type: 'array', items: {} }],
    ['nothing', {}],
    ['a text', 'x'],
    ['none', undefined],
  ])('leaves %s to JSON', (_what, schema) => {
    expect(formPlanOf(schema)).toEqual({ reason: 'unknown' });
  });

  describe('of a hostile schema ends', () => {
    it('where references lead in a circle', () => {
      const node = {
        type: 'object',
        properties: {
          name: { type: 'string' },
          next: { $ref: '#/$defs/node' },
          all: { type: 'array', items: { $ref: '#/$defs/node' } },
        },
      };
      const field = fieldOf({ $ref: '#/$defs/node' }, { $defs: { node } });
      expect(field).toMatchObject({
        properties: {
          next: { $id: JSON_PLACE },
          all: { items: { $id: JSON_PLACE } },
        },
      });
      const self = { anyOf: [{ $ref: '#/$defs/self' }, { type: 'null' }] };
      expect(
        fieldOf({ $ref: '#/$defs/self' }, { $defs: { self } }),
      ).toMatchObject({ $id: JSON_PLACE });
      const both = { allOf: [{ $ref: '#/$defs/both' }] };
      expect(
        fieldOf({ $ref: '#/$defs/both' }, { $defs: { both } }),
      ).toMatchObject({ $id: JSON_PLACE });
    });

    it('where it goes too deep', () => {
      let deep: object = { type: 'string' };
      for (let level = 0; level < 5_000; level++) {
        deep = { type: 'object', properties: { deeper: deep } };
      }
      expect(JSON.stringify(fieldOf(deep))).toContain(JSON_PLACE);
    });

    it('where references multiply', () => {
      const $defs = Object.fromEntries(
        Array.from({ length: 30 }, (_, level) => [
          `d${level}`,
          {
            type: 'object',
            properties: {
              left: { $ref: `#/$defs/d${level + 1}` },
              right: { $ref: `#/$defs/d${level + 1}` },
            },
          },
        ]),
      );
      const started = performance.now();
      expect(fieldOf({ $ref: '#/$defs/d0' }, { $defs })).toBeDefined();
      const allOf = Object.fromEntries(
        Array.from({ length: 30 }, (_, level) => [
          `d${level}`,
          {
            allOf: [
              { $ref: `#/$defs/d${level + 1}` },
              { $ref: `#/$defs/d${level + 1}` },
            ],
          },
        ]),
      );
      fieldOf({ $ref: '#/$defs/d0' }, { $defs: allOf });
      expect(performance.now() - started).toBeLessThan(5_000);
    });

    it('where there are too many fields', () => {
      const names = Array.from({ length: 1_000 }, (_, n) => `field${n}`);
      expect(
        formPlanOf({
          type: 'object',
          properties: Object.fromEntries(names.map(each => [each, {}])),
        }),
      ).toEqual({ reason: 'too-large' });
    });
  });
});
