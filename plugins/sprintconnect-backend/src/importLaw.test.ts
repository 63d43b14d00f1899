import { resolve } from 'node:path';
import { ESLint } from 'eslint';

/**
 * The law is only as good as its last refusal: each row is a file that must not pass.
 * The lines import slices that exist, because the path rule is silent about what it cannot resolve.
 */
const packageDir = resolve(__dirname, '..');
const eslint = new ESLint({ cwd: packageDir });

async function faultsOf(file: string, code: string) {
  const [result] = await eslint.lintText(code, {
    filePath: resolve(packageDir, file),
  });
  return result.messages
    .filter(message => message.severity === 2)
    .map(message => message.ruleId);
}

const longFunction = `export function long() {\n${'  Math.random();\n'.repeat(81)}}\n`;
const longFile = 'export const a = [\n'.concat('  1,\n'.repeat(301), '];\n');

const refused: Array<[why: string, rule: string, file: string, code: string]> =
  [
    [
      'an import up the ladder',
      'import/no-restricted-paths',
      'src/registry/bad.ts',
      "import '../discovery';",
    ],
    [
      'a type import up the ladder',
      'import/no-restricted-paths',
      'src/registry/bad.ts',
      "export type * from '../discovery';",
    ],
    [
      'an import sideways',
      'import/no-restricted-paths',
      'src/permissions/bad.ts',
      "import '../upstream';",
    ],
    [
      'an import past a front door',
      'import/no-restricted-paths',
      'src/discovery/bad.ts',
      "import '../registry/ServerStore';",
    ],
    [
      'plumbing named by a slice',
      'import/no-restricted-paths',
      'src/registry/bad.ts',
      "import '../outbox';",
    ],
    [
      'plumbing named by plumbing',
      'import/no-restricted-paths',
      'src/jobs/bad.ts',
      "import '../outbox';",
    ],
    [
      'plumbing named by plugin.ts',
      'import/no-restricted-paths',
      'src/plugin.ts',
      "import './outbox';",
    ],
    [
      'more than a schema in config.ts',
      'no-restricted-syntax',
      'src/config.ts',
      "import { createJobs } from './jobs';\nexport { createJobs };",
    ],
    [
      'a port that knows a slice',
      'import/no-restricted-paths',
      'src/ports/bad.ts',
      "import '../http';",
    ],
    [
      'a room that imports a higher one',
      'import/no-restricted-paths',
      'src/health/state/bad.ts',
      "import '../history/rollUp';",
    ],
    [
      'a room that imports its neighbour',
      'import/no-restricted-paths',
      'src/identity/keys/bad.ts',
      "import '../tokens/issuerOf';",
    ],
    [
      'a room that imports a type of a file beside the rooms',
      'import/no-restricted-paths',
      'src/health/history/bad.ts',
      "import type { Prober } from '../Prober';\nexport type A = Prober;",
    ],
    [
      'a room that imports the door of its slice',
      'import/no-restricted-paths',
      'src/registry/diff/bad.ts',
      "import '..';",
    ],
    [
      'a room that imports a room of a lower slice',
      'import/no-restricted-paths',
      'src/administration/keys/bad.ts',
      "import '../../identity/keys/ApiKeyStore';",
    ],
    [
      'an import past a front door from a file of src',
      'import/no-restricted-paths',
      'src/plugin.ts',
      "import './health/state/HealthState';",
    ],
    [
      'a file of src that a slice imports',
      'import/no-restricted-paths',
      'src/streams/bad.ts',
      "import '../config';",
    ],
    [
      'a socket outside egress',
      '@typescript-eslint/no-restricted-imports',
      'src/discovery/bad.ts',
      "import { request } from 'undici';",
    ],
    [
      'node:http outside egress',
      '@typescript-eslint/no-restricted-imports',
      'src/upstream/bad.ts',
      "import { get } from 'node:http';",
    ],
    [
      'the global fetch',
      'no-restricted-globals',
      'src/discovery/bad.ts',
      "export const a = fetch('http://x');",
    ],
    [
      'a process outside upstream',
      '@typescript-eslint/no-restricted-imports',
      'src/egress/bad.ts',
      "import { spawn } from 'node:child_process';",
    ],
    [
      'a require, which the other rules do not read',
      'no-restricted-syntax',
      'src/discovery/bad.ts',
      "export const a = require('undici');",
    ],
    [
      'a require in plumbing',
      'no-restricted-syntax',
      'src/jobs/bad.ts',
      "export const a = require('undici');",
    ],
    [
      'an alpha import',
      '@typescript-eslint/no-restricted-imports',
      'src/registry/bad.ts',
      "import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';",
    ],
    [
      'a query outside a store',
      'no-restricted-syntax',
      'src/registry/bad.ts',
      "export const f = (tx: any) => tx('servers').select();",
    ],
    [
      'a branch by the kind of database',
      'no-restricted-syntax',
      'src/registry/BadStore.ts',
      "export const f = (dialect: any) => dialect.name === 'sqlite';",
    ],
    [
      'the environment outside config.ts',
      'no-restricted-syntax',
      'src/registry/bad.ts',
      'export const home = process.env.HOME;',
    ],
    [
      'the time of day that no Clock told',
      'no-restricted-syntax',
      'src/registry/bad.ts',
      'export const f = () => Date.now();',
    ],
    [
      'the time of day that no Clock told, as a date, in plumbing',
      'no-restricted-syntax',
      'src/jobs/bad.ts',
      'export const f = () => new Date();',
    ],
    [
      'a signal of AbortSignal.any, which may stay for ever',
      'no-restricted-properties',
      'src/egress/bad.ts',
      'export const f = (a: AbortSignal) => AbortSignal.any([a]);',
    ],
    [
      'a signal of AbortSignal.timeout, in a test too',
      'no-restricted-properties',
      'src/upstream/bad.test.ts',
      'export const { timeout } = AbortSignal;',
    ],
    ...(
      [
        ['a private field', 'private a = 1;'],
        ['a private method', 'private a() {}'],
        ['a private method of the class', 'private static async a() {}'],
        ['a private accessor', 'private get a() { return 1; }'],
        ['a protected method', 'protected a() {}'],
        ['a parameter that is kept', 'constructor(private readonly a: 1) {}'],
      ] as const
    ).flatMap(([why, member]) =>
      ['src/registry/bad.ts', 'src/jobs/bad.test.ts', 'src/config.ts'].map(
        file =>
          [
            `${why}, in ${file}`,
            'no-restricted-syntax',
            file,
            `export class Bad { ${member} }`,
          ] as [string, string, string, string],
      ),
    ),
    [
      'a function over 80 lines',
      'max-lines-per-function',
      'src/registry/bad.ts',
      longFunction,
    ],
    ['a file over 300 lines', 'max-lines', 'src/registry/bad.ts', longFile],
    [
      'a fourth parameter',
      'max-params',
      'src/registry/bad.ts',
      'export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d];',
    ],
  ];

const accepted: Array<[why: string, file: string, code: string]> = [
  ['a front door below', 'src/discovery/good.ts', "import '../registry';"],
  ['a port', 'src/registry/good.ts', "import '../ports';"],
  [
    'a room below',
    'src/health/history/good.ts',
    "import '../state/HealthState';",
  ],
  [
    'a room from a file beside it',
    'src/registry/good.ts',
    "import './diff/diffSnapshots';",
  ],
  [
    'every slice from plugin.ts',
    'src/plugin.ts',
    "import './identity';\nimport './discovery';",
  ],
  [
    'plumbing from openPlumbing.ts',
    'src/openPlumbing.ts',
    "import './outbox';",
  ],
  [
    'a schema of plumbing in config.ts',
    'src/config.ts',
    "export { jobSettingsSchema } from './jobs';",
  ],
  [
    'undici inside egress',
    'src/egress/good.ts',
    "export { request } from 'undici';",
  ],
  [
    'a library that is loaded late',
    'src/egress/loadUndici.ts',
    "export const load = () => require('undici');",
  ],
  [
    'a date of another',
    'src/jobs/good.ts',
    'export const f = (at: number) => new Date(at);',
  ],
  [
    'members that are hidden, and a constructor that is',
    'src/registry/good.ts',
    'export class Good { readonly #a = 1; private constructor() {} static of = () => new Good().#a; }',
  ],
  [
    'a query in a store',
    'src/registry/GoodStore.ts',
    "export const f = (tx: any) => tx('servers').select();",
  ],
];

describe('the import law', () => {
  it.each(refused)('refuses %s (%s)', async (...[, rule, file, code]) => {
    expect(await faultsOf(file, code)).toContain(rule);
  });

  it.each(accepted)('accepts %s', async (_why, file, code) => {
    expect(await faultsOf(file, code)).toEqual([]);
  });
});
