import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';

const frontend = resolve(__dirname, '../../sprintconnect');
const eslint = join(
  dirname(require.resolve('eslint/package.json')),
  'bin/eslint.js',
);

/** What lint says to each line, by its rule. In a process of its own: some rules of the frontend do not load within Jest. */
function faultsOf(file: string, lines: string[]): Array<string | undefined> {
  let answer: string;
  try {
    answer = execFileSync(
      process.execPath,
      [eslint, '--format', 'json', '--stdin', '--stdin-filename', file],
      { cwd: frontend, input: `${lines.join('\n')}\n`, encoding: 'utf8' },
    );
  } catch (error) {
    // It ends with 1 where it has found something.
    answer = (error as { stdout: string }).stdout;
  }
  const [{ messages }] = JSON.parse(answer) as [
    { messages: Array<{ line: number; ruleId: string }> },
  ];
  return lines.map(
    (_, index) => messages.find(({ line }) => line === index + 1)?.ruleId,
  );
}

describe('the law of pages', () => {
  it('lets no page write times and numbers but through format/', () => {
    const refused = {
      'export const a = (t: Date) => new Intl.DateTimeFormat("en").format(t);':
        'no-restricted-globals',
      'export const b = (n: number) => Intl.NumberFormat("en").format(n);':
        'no-restricted-globals',
      'export const c = (n: number) => n.toLocaleString();':
        'no-restricted-properties',
      'export const d = (t: Date) => t.toLocaleDateString("en");':
        'no-restricted-properties',
      'export const e = (t: Date) => t.toLocaleTimeString();':
        'no-restricted-properties',
      'export const f = (s: AbortSignal) => AbortSignal.any([s]);':
        'no-restricted-properties',
      'export const g = (s: string) => s.toLocaleLowerCase("en-US");':
        undefined,
    };
    expect(faultsOf('src/health/bad.tsx', Object.keys(refused))).toEqual(
      Object.values(refused),
    );
  });

  it('lets format/ use Intl', () => {
    expect(
      faultsOf('src/format/good.ts', [
        "export const a = new Intl.NumberFormat('en');",
      ]),
    ).toEqual([undefined]);
  });
});
