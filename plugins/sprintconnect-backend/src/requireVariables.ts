import { ConfigSources } from '@backstage/config-loader';
import type { JsonValue } from '@backstage/types';
import { InputError } from '@backstage/errors';

/** Sections of the configuration in which a value that goes missing makes a portal open, unreachable or forgetful. */
const SECTIONS = ['app', 'backend', 'auth', 'permission', 'sprintconnect'];

/** Stands for a value that is missing. No variable can hold a NUL, so nothing else looks like it. */
const MARK = /\0([^\0]*)\0/g;

/** An environment variable without a value, and the place in the configuration that names it. */
export interface UnsetVariable {
  name: string;
  /** Such as `backend.database.connection.password`. */
  path: string;
}

/** What is read to find them. */
export interface VariableSources {
  /** The arguments of the process, with its `--config`. */
  argv: string[];
  /** The value of an environment variable. */
  variable(name: string): string | undefined;
}

/**
 * Refuses configuration that names environment variables without a value.
 *
 * Backstage leaves out a value whose `${VARIABLE}` is not set, and an earlier file or a default takes its place without a
 * word: the portal would run with another signing key, limit or address than the one that was written down.
 *
 * @throws InputError naming each variable with its place.
 */
export async function requireVariables(
  sources: VariableSources,
): Promise<void> {
  const unset = await findUnsetVariables(sources);
  if (unset.length === 0) return;
  const names = [...new Set(unset.map(({ name }) => name))].map(name => {
    const places = unset.filter(each => each.name === name);
    return `${name} (for ${places.map(({ path }) => path).join(', ')})`;
  });
  throw new InputError(
    `These environment variables are required but missing or empty: ${names.join('; ')}. Set them, or add a default to the configuration: \${NAME:-default}.`,
  );
}

/** Those that still stand somewhere when all files are merged. */
async function findUnsetVariables(
  sources: VariableSources,
): Promise<UnsetVariable[]> {
  const marked = await readTexts(sources, markOf);
  const named = [...marked]
    .filter(([path]) => SECTIONS.includes(path.split('.')[0]!))
    .flatMap(([path, text]) =>
      [...text.matchAll(MARK)].map(([, name]) => ({ name: name!, path })),
    );
  const unset: UnsetVariable[] = [];
  for (const name of new Set(named.map(each => each.name))) {
    // A place with a default is told by what it says when the variable is empty.
    const emptied = await readTexts(sources, other =>
      other === name ? '' : markOf(other),
    );
    const places = named.filter(
      ({ name: own, path }) =>
        own === name &&
        emptied.get(path) === marked.get(path)!.replaceAll(markOf(name), ''),
    );
    unset.push(...places);
  }
  return unset;
}

function markOf(name: string): string {
  return `\0${name}\0`;
}

/** Every text of the merged configuration by its path, with `instead` for variables without a value. */
async function readTexts(
  { argv, variable }: VariableSources,
  instead: (name: string) => string,
): Promise<Map<string, string>> {
  const config = await ConfigSources.toConfig(
    ConfigSources.default({
      argv,
      remote: {},
      watch: false,
      allowMissingDefaultConfig: true,
      substitutionFunc: async name => variable(name)?.trim() || instead(name),
    }),
  );
  const merged = config.getOptional<JsonValue>();
  config.close();
  return new Map(textsIn(merged, ''));
}

function* textsIn(
  value: JsonValue | undefined,
  path: string,
): Generator<[path: string, text: string]> {
  if (typeof value === 'string') {
    yield [path, value];
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      yield* textsIn(each, `${path}[${index}]`);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      yield* textsIn(each, path ? `${path}.${key}` : key);
    }
  }
}
