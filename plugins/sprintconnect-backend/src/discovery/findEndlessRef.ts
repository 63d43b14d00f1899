/** Keywords whose subschemas judge the very value that the schema judges (JSON Schema 2020-12, section 10.2). */
const SAME_VALUE = ['not', 'if', 'then', 'else'] as const;
const SAME_VALUE_LISTS = ['allOf', 'anyOf', 'oneOf'] as const;
const REFERENCES = ['$ref', '$dynamicRef'] as const;

type Schema = Record<string, unknown>;

/**
 * Looks for a schema that can never be evaluated: one that leads back to itself through `$ref` and the keywords
 * that apply to the same value, without going one step into the value. Pure; follows only references inside the
 * document, and never the network (MCP 2026-07-28, Tools).
 *
 * A schema that recurs through `properties` or `items`, such as a tree, ends when the value ends, and is fine.
 *
 * @returns The JSON pointer of a schema on the loop, as a fragment such as `#/$defs/a`, or undefined.
 */
export function findEndlessRef(root: unknown): string | undefined {
  if (!isSchema(root)) return undefined;
  const places = placesOf(root);
  const targets = targetsOf(root, places);
  const done = new Set<Schema>();
  for (const start of places.keys()) {
    const loop = loopFrom(start, { root, targets, done });
    if (loop) return places.get(loop) ?? '#';
  }
  return undefined;
}

interface Graph {
  root: Schema;
  targets: Map<string, Schema>;
  done: Set<Schema>;
}

/** Depth first with an own stack, because a chain of references may be longer than the call stack. */
function loopFrom(start: Schema, graph: Graph): Schema | undefined {
  const path: { schema: Schema; next: Schema[] }[] = [];
  const onPath = new Set<Schema>();
  const enter = (schema: Schema) => {
    onPath.add(schema);
    path.push({ schema, next: stepsFrom(schema, graph) });
  };
  if (!graph.done.has(start)) enter(start);
  while (path.length > 0) {
    const top = path[path.length - 1];
    const next = top.next.pop();
    if (next === undefined) {
      path.pop();
      onPath.delete(top.schema);
      graph.done.add(top.schema);
    } else if (onPath.has(next)) {
      return next;
    } else if (!graph.done.has(next)) {
      enter(next);
    }
  }
  return undefined;
}

/** The schemas that judge the same value as this one. */
function stepsFrom(schema: Schema, { targets }: Graph): Schema[] {
  const referred = REFERENCES.map(keyword => schema[keyword])
    .filter(ref => typeof ref === 'string')
    .map(ref => targets.get(ref));
  const nested = [
    ...SAME_VALUE.map(keyword => schema[keyword]),
    ...SAME_VALUE_LISTS.flatMap(keyword => schema[keyword]),
    ...Object.values(
      isSchema(schema.dependentSchemas) ? schema.dependentSchemas : {},
    ),
  ];
  return [...referred, ...nested].filter(isSchema);
}

/** Every object of the document with its JSON pointer. */
function placesOf(root: Schema): Map<Schema, string> {
  const places = new Map<Schema, string>();
  const waiting: [unknown, string][] = [[root, '#']];
  for (let item = waiting.pop(); item; item = waiting.pop()) {
    const [value, pointer] = item;
    if (typeof value !== 'object' || value === null) continue;
    if (isSchema(value)) places.set(value, pointer);
    for (const [key, child] of Object.entries(value)) {
      waiting.push([
        child,
        `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`,
      ]);
    }
  }
  return places;
}

/** What each reference inside the document may mean: pointers and anchors. */
function targetsOf(
  root: Schema,
  places: Map<Schema, string>,
): Map<string, Schema> {
  const targets = new Map<string, Schema>([['#', root]]);
  for (const [schema, pointer] of places) {
    targets.set(pointer, schema);
    targets.set(encodeURI(pointer), schema);
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = schema[keyword];
      if (typeof anchor === 'string') targets.set(`#${anchor}`, schema);
    }
  }
  return targets;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
