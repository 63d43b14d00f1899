import { askedSchema } from './askedSchema';
import { defaultsOf } from './defaultsOf';
import { faultErrors } from './faultErrors';
import type { FormSchema } from './FormSchema';
import { filledIn } from './filledIn';
import { fits } from './fits';

describe('defaultsOf', () => {
  it('begins with defaults and with what there is no choice about', () => {
    const inner: FormSchema = {
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { const: 'a' },
        note: { type: 'string', default: 'x' },
      },
    };
    expect(
      defaultsOf({
        type: 'object',
        required: ['must', 'options', 'kind'],
        properties: {
          must: inner,
          may: inner,
          days: { type: 'integer', default: 3 },
          text: { type: 'string' },
          options: { anyOf: [inner, { type: 'string' }] },
          kind: { const: 7 },
          maybe: { const: 8 },
          maybeOptions: { anyOf: [inner] },
        },
      }),
    ).toEqual({
      must: { kind: 'a', note: 'x' },
      days: 3,
      options: { kind: 'a', note: 'x' },
      kind: 7,
    });
  });
});

describe('filledIn', () => {
  it('leaves out what was left empty', () => {
    expect(
      filledIn({
        a: undefined,
        b: { c: undefined, d: 0 },
        e: ['x', undefined, false, null],
        f: '',
      }),
    ).toEqual({ b: { d: 0 }, e: ['x', false, null], f: '' });
  });
});

describe('faultErrors', () => {
  it('puts each fault at its field, whatever the field is called', () => {
    const errors = faultErrors([
      { path: 'arguments.days', message: 'must be >= 1' },
      { path: 'arguments.days', message: 'must be integer' },
      { path: 'arguments.places[1]["a.b \\"c"]', message: 'is required' },
      { path: 'arguments', message: 'must be object' },
      { path: 'arguments["__proto__"].x', message: 'is not known here' },
    ]);
    expect(errors).toMatchObject({
      __errors: ['must be object'],
      days: { __errors: ['must be >= 1', 'must be integer'] },
      places: { 1: { 'a.b "c': { __errors: ['is required'] } } },
    });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe('fits', () => {
  const tagged = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: 'a' }, n: { type: 'integer' } },
  };
  it.each([
    [tagged, { kind: 'a' }, true],
    [tagged, { kind: 'a', n: 1.5 }, false],
    [tagged, { kind: 'b' }, false],
    [tagged, {}, false],
    [tagged, [], false],
    [{ type: 'string' }, 'x', true],
    [{ type: 'number' }, 'x', false],
    [{ type: 'boolean' }, false, true],
    [{ type: 'null' }, null, true],
    [{ type: 'array', items: { type: 'string' } }, ['x'], true],
    [{ type: 'array', items: { type: 'string' } }, [1], false],
    [{ enum: [1, 'a'] }, 'a', true],
    [{ enum: [1, 'a'] }, 'b', false],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, false],
    [{ oneOf: [{ const: 1 }, { const: 2 }] }, 2, true],
    [{ allOf: [tagged, { required: ['n'] }] }, { kind: 'a' }, false],
    [{}, 7, true],
    [true, 7, true],
    [false, 7, false],
  ])('%j takes %j: %s', (schema, value, expected) => {
    expect(fits(schema, value)).toBe(expected);
  });
});

describe('askedSchema', () => {
  it('asks for the arguments of a prompt, and for the variables of a template', () => {
    expect(
      askedSchema({
        kind: 'prompt',
        name: 'plan',
        definition: {
          arguments: [
            { name: 'place', required: true, description: 'Where' },
            { name: 'when' },
            'nonsense',
          ],
        },
      }),
    ).toMatchObject({
      required: ['place'],
      properties: {
        place: { type: 'string', description: 'Where' },
        when: { type: 'string' },
      },
    });
    expect(
      askedSchema({
        kind: 'resource-template',
        name: 'forecast://{place}{?day,units}',
        definition: {},
      }),
    ).toMatchObject({
      required: [],
      properties: { place: {}, day: {}, units: {} },
    });
    expect(
      askedSchema({ kind: 'resource', name: 'forecast://{x}', definition: {} }),
    ).toMatchObject({ properties: {} });
  });
});
