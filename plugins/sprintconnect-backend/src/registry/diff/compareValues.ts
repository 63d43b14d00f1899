import {
  type Pair,
  type SchemaFinding,
  narrowed,
  step,
  widened,
} from './Comparison';
import { type SchemaNode, isSame } from './SchemaNode';

const TYPES = {
  null: ['null'],
  boolean: ['boolean'],
  object: ['object'],
  array: ['array'],
  string: ['string'],
  number: ['integer', 'fraction'],
  integer: ['integer'],
} as const;
const ALL_TYPES = [...new Set(Object.values(TYPES).flat())];

/** A type of JSON values; `number` is `integer` and `fraction`. */
export type ValueType = (typeof ALL_TYPES)[number];

/** Which types of values a schema may accept, from `type`, `enum`, `const` and OpenAPI's `nullable`. */
export function typesOf(schema: SchemaNode): Set<ValueType> {
  const names = schema.type === undefined ? undefined : [schema.type].flat();
  const named = new Set<ValueType>(
    names?.flatMap(name => [...(TYPES[name as keyof typeof TYPES] ?? [])]) ??
      ALL_TYPES,
  );
  if (names && schema.nullable === true) named.add('null');
  const values = valuesOf(schema);
  if (!values) return named;
  return new Set(values.map(typeOf).filter(type => named.has(type)));
}

/** Compares `type`, `enum` and `const`. */
export function compareValues(pair: Pair): SchemaFinding[] {
  return [...compareTypes(pair), ...compareEnums(pair)];
}

function compareTypes({ before, after, path }: Pair): SchemaFinding[] {
  const [old, now] = [typesOf(before), typesOf(after)];
  const parts = [step(path, 'type'), before.type, after.type] as const;
  const findings: SchemaFinding[] = [];
  if ([...old].some(type => !now.has(type))) findings.push(narrowed(...parts));
  if ([...now].some(type => !old.has(type))) findings.push(widened(...parts));
  // Lost or gained values are told by the comparison of enums.
  return valuesOf(before) && valuesOf(after) ? [] : findings;
}

function compareEnums({ before, after, path }: Pair): SchemaFinding[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const parts = [
    step(path, 'enum'),
    before.enum ?? before.const,
    after.enum ?? after.const,
  ] as const;
  if (!now) return old ? [widened(...parts)] : [];
  if (!old) return isFiniteWithin(before, now) ? [] : [narrowed(...parts)];
  const nowTypes = typesOf(after);
  const accepts = (value: unknown) =>
    nowTypes.has(typeOf(value)) && now.some(each => isSame(each, value));
  const findings: SchemaFinding[] = [];
  if (!old.every(accepts)) findings.push(narrowed(...parts));
  if (now.some(value => !old.some(each => isSame(each, value)))) {
    findings.push(widened(...parts));
  }
  return findings;
}

/** `type: boolean` and `enum: [true, false]` say the same. */
function isFiniteWithin(schema: SchemaNode, values: unknown[]): boolean {
  const finite: Partial<Record<ValueType, unknown[]>> = {
    boolean: [true, false],
    null: [null],
  };
  return [...typesOf(schema)].every(type =>
    finite[type]?.every(value => values.includes(value)),
  );
}

function valuesOf(schema: SchemaNode): unknown[] | undefined {
  const listed = Array.isArray(schema.enum) ? schema.enum : undefined;
  if (!Object.hasOwn(schema, 'const')) return listed;
  const only = [schema.const];
  return listed
    ? only.filter(value => listed.some(each => isSame(each, value)))
    : only;
}

function typeOf(value: unknown): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'fraction';
  }
  return typeof value as ValueType;
}
