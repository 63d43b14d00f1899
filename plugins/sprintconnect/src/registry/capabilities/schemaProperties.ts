import { lookUp, resolveReference } from './resolveReference';
import { asSchema, isSchema, type Schema, schemas } from './schema';

/** What bounds the value of a property, by keyword of JSON Schema. Arrays are the values of an enum. */
export interface Constraint {
  keyword: ConstraintKeyword;
  value: unknown;
  /** Bounds each item of the array rather than the array. */
  ofItems?: true;
}

const constraintKeywords = [
  'enum',
  'const',
  'default',
  'format',
  'pattern',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
] as const;
type ConstraintKeyword = (typeof constraintKeywords)[number];

/** One line of the table that makes a schema readable. */
export interface SchemaProperty {
  /**
   * A property by its name; one of several schemas that the input may follow, by its number; properties whose names match a
   * pattern, by the pattern; all others that may be there, without a name.
   */
  role: 'property' | 'option' | 'pattern' | 'others';
  /** Unique in the table: the way to the property, such as `filter.tags[]`. */
  path: string;
  name: string;
  /** 0 for the properties of the schema itself. */
  depth: number;
  /** Such as `string`, `array of number` or `string | null`; empty where anything fits. */
  type: string;
  required: boolean;
  description?: string;
  constraints: Constraint[];
  /** The schema refers to itself here, so its properties stand further up. */
  recursive: boolean;
}

/** Depth, number of lines and what a line says are bounded, because schemas come from strangers. */
const DEPTH_MAX = 6;
const LINES_MAX = 200;
const TYPE_LENGTH_MAX = 200;

/** By these a schema says what is inside an object. */
const HOLDING = [
  'properties',
  'patternProperties',
  'additionalProperties',
  'allOf',
];
/** What these ask of an object is said by no line. */
const BEYOND_A_TABLE = [
  'if',
  'not',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
  'propertyNames',
];

interface Walk {
  root: Schema;
  lines: SchemaProperty[];
  cut: boolean;
  /** Types that were found, by depth: a schema may name the same choices again and again within each other. */
  types: Array<Map<Schema, string>>;
}

interface Place {
  path: string;
  depth: number;
  /** The references followed on the way here; following one again would never end. */
  seen: readonly string[];
}

/**
 * The properties of an object schema as lines, nested ones below their owner. Local references are followed;
 * `cut` tells that the schema is deeper or longer than the table shows.
 */
export function schemaProperties(root: Schema): {
  lines: SchemaProperty[];
  cut: boolean;
} {
  const walk: Walk = { root, lines: [], cut: false, types: [] };
  const place = { path: '', depth: 0, seen: ['#'] };
  addProperties(walk, root, place);
  addOptions(walk, root, place);
  return { lines: walk.lines, cut: walk.cut };
}

function addProperties(walk: Walk, schema: Schema, place: Place): void {
  for (const part of [schema, ...schemas(schema.allOf)]) {
    const { schema: owner, seen } = resolveReference(
      walk.root,
      part,
      place.seen,
    );
    const required = Array.isArray(owner.required) ? owner.required : [];
    const add = (
      role: Exclude<SchemaProperty['role'], 'option'>,
      name: string,
      value: unknown,
    ) => {
      const steps = { property: name, pattern: `/${name}/`, others: '*' };
      const step = steps[role];
      addLine(walk, asSchema(value), {
        ...place,
        seen,
        role,
        path: place.path ? `${place.path}.${step}` : step,
        name,
        required: role === 'property' && required.includes(name),
      });
    };
    for (const [name, value] of Object.entries(asSchema(owner.properties))) {
      add('property', name, value);
    }
    for (const [pattern, value] of Object.entries(
      asSchema(owner.patternProperties),
    )) {
      add('pattern', pattern, value);
    }
    const { additionalProperties: others } = owner;
    if (others === true || isSchema(others)) add('others', '', others);
    if (BEYOND_A_TABLE.some(keyword => keyword in owner)) walk.cut = true;
    if (typeof owner.$ref === 'string') walk.cut = true;
  }
}

/** The schemas of which the input follows one, each with its properties below it. */
function addOptions(walk: Walk, root: Schema, place: Place): void {
  const parts = [root, ...schemas(root.allOf)].map(
    part => resolveReference(walk.root, part, place.seen).schema,
  );
  const options = parts.flatMap(({ anyOf, oneOf }) => [
    ...schemas(anyOf),
    ...schemas(oneOf),
  ]);
  options.forEach((option, index) =>
    addLine(walk, option, {
      ...place,
      role: 'option',
      path: `|${index + 1}`,
      name: String(index + 1),
      required: false,
    }),
  );
}

function addLine(
  walk: Walk,
  schema: Schema,
  place: Place & Pick<SchemaProperty, 'role' | 'name' | 'required'>,
): void {
  if (walk.lines.length >= LINES_MAX) {
    walk.cut = true;
    return;
  }
  const { role, path, name, depth, required } = place;
  const found = resolveReference(walk.root, schema, place.seen);
  const { description, title } = { ...found.schema, ...schema };
  const words = description ?? (role === 'option' ? title : undefined);
  walk.lines.push({
    role,
    path,
    name,
    depth,
    type: typeOf(walk, schema),
    required,
    description: typeof words === 'string' ? words : undefined,
    constraints: [
      ...constraintsOf({ ...found.schema, ...schema }),
      ...itemConstraints(walk.root, found.schema),
    ],
    recursive: found.recursive,
  });
  if (found.recursive) return;
  addInner(walk, found.schema, { path, depth: depth + 1, seen: found.seen });
}

/** What is inside a property: of an object its properties, of an array those of its items, of a choice all. */
function addInner(walk: Walk, schema: Schema, place: Place): void {
  const inner: Array<[Schema, string]> = [
    [schema, place.path],
    ...schemas(schema.items).map((each): [Schema, string] => [
      each,
      `${place.path}[]`,
    ]),
    ...[...schemas(schema.anyOf), ...schemas(schema.oneOf)].map(
      (each, index): [Schema, string] => [each, `${place.path}|${index + 1}`],
    ),
  ];
  for (const [each, path] of inner) {
    const {
      schema: owner,
      seen,
      recursive,
    } = each === schema
      ? { schema, seen: place.seen, recursive: false }
      : resolveReference(walk.root, each, place.seen);
    const holds = HOLDING.some(keyword => owner[keyword] !== undefined);
    if (recursive || !holds) continue;
    if (place.depth >= DEPTH_MAX) walk.cut = true;
    else addProperties(walk, owner, { path, depth: place.depth, seen });
  }
}

function typeOf(walk: Walk, schema: Schema, depth = 0): string {
  if (depth > DEPTH_MAX) return '';
  const found = (walk.types[depth] ??= new Map<Schema, string>());
  const known = found.get(schema);
  if (known !== undefined) return known;
  const whole = wholeTypeOf(walk, schema, depth);
  const type =
    whole.length > TYPE_LENGTH_MAX
      ? `${whole.slice(0, TYPE_LENGTH_MAX)}…`
      : whole;
  found.set(schema, type);
  return type;
}

function wholeTypeOf(walk: Walk, schema: Schema, depth: number): string {
  const inner = (each: Schema) => typeOf(walk, each, depth + 1);
  if (typeof schema.$ref === 'string') {
    const target = lookUp(walk.root, schema.$ref);
    return target && schema.$ref !== '#' ? inner(target) : lastOf(schema.$ref);
  }
  const choices = [...schemas(schema.anyOf), ...schemas(schema.oneOf)];
  if (choices.length > 0) {
    return [...new Set(choices.map(inner).filter(Boolean))].join(' | ');
  }
  if (Array.isArray(schema.type)) return schema.type.map(String).join(' | ');
  if (schema.type === 'array') {
    const item = schemas(schema.items).map(inner).find(Boolean);
    return item ? `array of ${item}` : 'array';
  }
  if (typeof schema.type === 'string') return schema.type;
  if (schema.properties !== undefined) return 'object';
  if (Array.isArray(schema.enum)) {
    return [...new Set(schema.enum.map(each => typeof each))].join(' | ');
  }
  if ('const' in schema) return typeof schema.const;
  return '';
}

function constraintsOf(schema: Schema): Constraint[] {
  return constraintKeywords
    .filter(keyword => schema[keyword] !== undefined)
    .filter(keyword => keyword !== 'uniqueItems' || schema[keyword] === true)
    .map(keyword => ({ keyword, value: schema[keyword] }));
}

/** Items that are plain values have no line of their own, so what bounds them stands with their array. */
function itemConstraints(root: Schema, schema: Schema): Constraint[] {
  return schemas(schema.items)
    .slice(0, 1)
    .map(items => resolveReference(root, items, []).schema)
    .flatMap(constraintsOf)
    .map(constraint => ({ ...constraint, ofItems: true }));
}

function lastOf(reference: string): string {
  return reference === '#' ? 'object' : (reference.split('/').at(-1) ?? '');
}
