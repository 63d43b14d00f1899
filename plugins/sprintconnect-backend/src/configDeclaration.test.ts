import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { settingsSchema } from './config';

/** Backstage shows and hides by config.d.ts; what it does not name is neither documented nor kept secret. */
it('is declared as it is read', () => {
  const declared = declaredPaths(
    readFileSync(join(__dirname, '../config.d.ts'), 'utf8'),
  );
  expect(declared).toEqual(readPaths(settingsSchema));
  expect(declared).toContain('access.issuers.claims.scopes');
});

/** Paths of the properties of a formatted declaration: each level is two spaces, and `*` stands for any name. */
function declaredPaths(text: string): string[] {
  const names: string[] = [];
  const paths = text.split('\n').flatMap(line => {
    const [, spaces, name] = /^( +)(\w+|\[\w+: string\])\??: /.exec(line) ?? [];
    if (!name) return [];
    const depth = spaces.length / 2 - 2;
    names.splice(depth, Infinity, name.startsWith('[') ? '*' : name);
    return depth < 0 ? [] : [names.slice(0, depth + 1).join('.')];
  });
  return tidied(paths);
}

function readPaths(schema: z.ZodType): string[] {
  return tidied(pathsOf(schema as unknown as Node, []));
}

/** As much of zod as the settings are made of. */
interface Node {
  def: {
    type: string;
    innerType?: Node;
    in?: Node;
    out?: Node;
    element?: Node;
    valueType?: Node;
    shape?: Record<string, Node>;
  };
}

function pathsOf({ def }: Node, path: string[]): string[] {
  const { type, shape, element, valueType, innerType } = def;
  const inside =
    type === 'pipe' && def.in?.def.type === 'transform' ? def.out : def.in;
  const same = innerType ?? element ?? inside;
  return [
    path.join('.'),
    ...(same ? pathsOf(same, path) : []),
    ...(valueType ? pathsOf(valueType, [...path, '*']) : []),
    ...Object.entries(shape ?? {}).flatMap(([name, each]) =>
      pathsOf(each, [...path, name]),
    ),
  ];
}

function tidied(paths: string[]): string[] {
  return [...new Set(paths.map(path => path.replace(/\.\*$/, '')))]
    .filter(Boolean)
    .sort();
}
