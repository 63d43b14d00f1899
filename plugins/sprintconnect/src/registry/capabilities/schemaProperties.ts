/** A JSON Schema, or what a server sent in its place. */
export type Schema = Record<string, unknown>;

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
const REFERENCES_MAX = 50;
const TYPE_LENGTH_MAX = 200;

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
  addProperties(walk, root, { path: '', depth: 0, seen: ['#'] });
  return { lines: walk.lines, cut: walk.cut };
}

function addProperties(walk: Walk, schema: Schema, place: Place): void {
  for (const part of [schema, ...schemas(schema.allOf)]) {
    const { schema: owner, seen } = resolve(walk.root, part, place.seen);
    const required = Array.isArray(owner.required) ? owner.required : [];
    for (const [name, value] of Object.entries(asSchema(owner.properties))) {
      addLine(walk, asSchema(value), {
        ...place,
        seen,
        path: place.path ? `${place.path}.${name}` : name,
        name,
        required: required.includes(name),
      });
    }
  }
}

function addLine(
  walk: Walk,
  schema: Schema,
  place: Place & { name: string; required: boolean },
): void {
  if (walk.lines.length >= LINES_MAX) {
    walk.cut = true;
    return;
  }
  const { path, name, depth, required } = place;
  const found = resolve(walk.root, schema, place.seen);
  const description = schema.description ?? found.schema.description;
  walk.lines.push({
    path,
    name,
    depth,
    type: typeOf(walk, schema),
    required,
    description: typeof description === 'string' ? description : undefined,
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
      : resolve(walk.root, each, place.seen);
    const holds = owner.properties !== undefined || owner.allOf !== undefined;
    if (recursive || !holds) continue;
    if (place.depth >= DEPTH_MAX) walk.cut = true;
    else addProperties(walk, owner, { path, depth: place.depth, seen });
  }
}

/** Follows local references (`#/$defs/x`); others, and those that lead nowhere, stay as they are. */
function resolve(
  root: Schema,
  schema: Schema,
  seen: readonly string[],
): { schema: Schema; seen: readonly string[]; recursive: boolean } {
  let current = schema;
  let path = seen;
  while (typeof current.$ref === 'string') {
    const reference = current.$ref;
    if (path.includes(reference)) {
      return { schema: current, seen: path, recursive: true };
    }
    const target = lookUp(root, reference);
    if (!target || path.length > REFERENCES_MAX) break;
    path = [...path, reference];
    current = target;
  }
  return { schema: current, seen: path, recursive: false };
}

function lookUp(root: Schema, reference: string): Schema | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  let found: unknown = root;
  for (const step of reference.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    if (!isSchema(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return isSchema(found) ? found : undefined;
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
    .map(items => resolve(root, items, []).schema)
    .flatMap(constraintsOf)
    .map(constraint => ({ ...constraint, ofItems: true }));
}

function lastOf(reference: string): string {
  return reference === '#' ? 'object' : (reference.split('/').at(-1) ?? '');
}

function schemas(value: unknown): Schema[] {
  if (Array.isArray(value)) return value.filter(isSchema);
  return isSchema(value) ? [value] : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}
