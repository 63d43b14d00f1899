import fc from 'fast-check';
import Ajv from 'ajv/dist/2020';
import { compareSchemas } from './compareSchemas';

const ajv = new Ajv({ strict: false, validateFormats: false });

const NAMES = ['a', 'b', 'c'];
const bound = fc.integer({ min: 0, max: 4 });
const scalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2.5,
  4,
  '',
  'a',
  'bb',
);

const instance: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const type = fc.constantFrom(
  'null',
  'boolean',
  'object',
  'array',
  'string',
  'number',
  'integer',
);

const schema: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.boolean(),
    fc.record(
      {
        type: fc.oneof(
          type,
          fc.uniqueArray(type, { minLength: 1, maxLength: 3 }),
        ),
        enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }),
        const: scalar,
        minLength: bound,
        maxLength: bound,
        pattern: fc.constantFrom('a', 'b'),
        minimum: bound,
        exclusiveMinimum: bound,
        maximum: bound,
        exclusiveMaximum: bound,
        multipleOf: fc.constantFrom(1, 2, 3, 4, 0.5),
        uniqueItems: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        type: fc.constantFrom('object', 'array'),
        properties: fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), {
          maxKeys: 3,
        }),
        required: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
        additionalProperties: tie('schema'),
        patternProperties: fc.dictionary(
          fc.constantFrom('^a', 'b'),
          tie('schema'),
          { maxKeys: 1 },
        ),
        minProperties: bound,
        maxProperties: bound,
        items: tie('schema'),
        prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        minItems: bound,
        maxItems: bound,
        contains: tie('schema'),
        propertyNames: tie('schema'),
        unevaluatedProperties: tie('schema'),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
        oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        not: tie('schema'),
        if: tie('schema'),
        then: tie('schema'),
        $ref: fc.constantFrom('#/$defs/x', '#/$defs/y'),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;

const root = fc
  .record({ body: schema, x: schema, y: schema })
  .map(({ body, x, y }) =>
    typeof body === 'boolean'
      ? { allOf: [body], $defs: { x, y } }
      : { ...(body as object), $defs: { x, y } },
  );

/** Two schemas that are near each other, since two unrelated ones are nearly always narrowed. */
const pair = fc
  .tuple(root, root, fc.infiniteStream(fc.nat(5)))
  .map(([a, b, picks]) => {
    const pick = () => picks.next().value === 0;
    const mix = (x: unknown, y: unknown): unknown => {
      if (Array.isArray(x) && Array.isArray(y))
        return x.map((each, at) => (at < y.length ? mix(each, y[at]) : each));
      if (isObject(x) && isObject(y)) {
        const keys = [...new Set([...Object.keys(x), ...Object.keys(y)])];
        return Object.fromEntries(
          keys
            .filter(key => key === '$defs' || key in x !== pick())
            .filter(key => key in x || key in y)
            .map(key => [
              key,
              key in x && key in y ? mix(x[key], y[key]) : (x[key] ?? y[key]),
            ]),
        );
      }
      return pick() ? y : x;
    };
    return [a, mix(a, b)] as const;
  });

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function validatorOf(
  value: object,
): ((instance: unknown) => boolean) | undefined {
  try {
    const validate = ajv.compile(value);
    return each => {
      try {
        return validate(each) as boolean;
      } catch {
        return false; // a reference cycle without end
      }
    };
  } catch {
    return undefined;
  }
}

describe('compareSchemas', () => {
  it('never calls a change harmless that refuses what was accepted', () => {
    let harmless = 0;
    fc.assert(
      fc.property(
        pair,
        fc.array(instance, { minLength: 30, maxLength: 30 }),
        ([before, after], values) => {
          const narrowed = compareSchemas(before, after, { left: 10_000 }).some(
            each => each.direction === 'narrowed',
          );
          const [old, now] = [
            validatorOf(before),
            validatorOf(after as object),
          ];
          const isHarmless = !narrowed && old && now;
          harmless += isHarmless ? 1 : 0;
          const refused = isHarmless
            ? values.filter(each => old(each) && !now(each))
            : [];
          expect(refused).toEqual([]);
        },
      ),
      { numRuns: 500, seed: 20261122 },
    );
    // An oracle that is never asked proves nothing.
    expect(harmless).toBeGreaterThan(30);
  });
});
