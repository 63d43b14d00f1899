import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as common from '@sprintconnect/plugin-sprintconnect-common';

/** What stands before a route: routers, and the tables that they ask. */
const ASKS =
  /(Router|ReadScope|serverAccess|onLockedServer|pipeline\/steps)\.ts$/;

it('are the permissions that some route asks for, and no others', () => {
  const asked = new Set<string>();
  for (const file of readdirSync(__dirname, { recursive: true }) as string[]) {
    if (!ASKS.test(file) || file.includes('__testUtils__')) continue;
    const text = readFileSync(join(__dirname, file), 'utf8');
    for (const [name] of text.matchAll(/\b\w+Permission\b/g)) asked.add(name);
  }
  const known: Record<string, unknown> = { ...common };
  const names = common.availablePermissions.map(permission =>
    Object.keys(known).find(name => known[name] === permission),
  );
  const ours = [...asked].filter(name =>
    common.sprintconnectPermissions.some(each => each === known[name]),
  );
  expect(ours.sort()).toEqual([...names].sort());
});
