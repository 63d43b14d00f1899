import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * The law is only as good as its last refusal: each row is a file that must not pass.
 * The lines import slices that exist, because the path rule is silent about what it cannot resolve.
 */
const RULE = 'import/no-restricted-paths';

type Row = [why: string, file: string, code: string];

const refused: Row[] = [
  ['an import up the ladder', 'src/ui/bad.tsx', "import '../permission';"],
  [
    'a type import up the ladder',
    'src/health/bad.ts',
    "export type * from '../registry';",
  ],
  [
    'a page that is loaded late from above',
    'src/registry/bad.ts',
    "export const load = () => import('../admin');",
  ],
  ['an import sideways', 'src/audit/bad.ts', "import '../health';"],
  [
    'an import past a front door',
    'src/home/bad.tsx',
    "import '../health/HealthDot';",
  ],
  [
    'an import past a front door from a file of src',
    'src/plugin.tsx',
    "import './entity/extensions';",
  ],
  [
    'a file of src that a slice imports',
    'src/admin/bad.ts',
    "import '../SprintConnectPage';",
  ],
  [
    'a room that imports a higher one',
    'src/registry/labels/bad.tsx',
    "import '../server/ServerPage';",
  ],
  [
    'a room that imports its neighbour',
    'src/registry/drift/bad.tsx',
    "import '../stars/StarButton';",
  ],
  [
    'a room that imports the door of its slice',
    'src/registry/versions/bad.tsx',
    "import '..';",
  ],
  [
    'the messages of another slice',
    'src/discover/bad.ts',
    "import '../registry/messages/terms';",
  ],
  [
    'messages that import',
    'src/audit/messages/bad.ts',
    "import '../toAuditQuery';",
  ],
  [
    'translation that knows more of a slice than its messages',
    'src/translation/bad.ts',
    "import '../audit/toAuditQuery';",
  ],
];

const accepted: Row[] = [
  ['a front door below', 'src/home/good.tsx', "import '../registry';"],
  [
    'a room below',
    'src/registry/edit/good.tsx',
    "import '../server/UnavailableServer';",
  ],
  [
    'messages of its own slice',
    'src/admin/roles/good.tsx',
    "import '../messages/roles';",
  ],
  [
    'the messages of a slice in translation',
    'src/translation/good.ts',
    "import '../audit/messages/audit';",
  ],
  [
    'every front door from a file of src',
    'src/plugin.tsx',
    "import './entity';\nimport './routes';",
  ],
  [
    'what stands behind a door in a test',
    'src/home/good.test.tsx',
    "import '../health/HealthDot';",
  ],
];

/** Rules that each row breaks. Lint runs in a process of its own: its plugins take a page of jsdom for their own. */
function lint(rows: Row[]): Map<string, string[]> {
  const broken: string[][] = JSON.parse(
    execFileSync(
      process.execPath,
      [resolve(__dirname, '__testUtils__/lintTexts.mjs')],
      {
        cwd: resolve(__dirname, '..'),
        input: JSON.stringify(rows.map(([, file, code]) => ({ file, code }))),
        encoding: 'utf8',
      },
    ),
  );
  return new Map(rows.map(([why], at) => [why, broken[at]]));
}

describe('the import law', () => {
  let broken: Map<string, string[]>;

  beforeAll(() => {
    broken = lint([...refused, ...accepted]);
  });

  it.each(refused)('refuses %s', why => {
    expect(broken.get(why)).toContain(RULE);
  });

  it.each(accepted)('accepts %s', why => {
    expect(broken.get(why)).toEqual([]);
  });
});
