import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ProblemKind,
  problemKinds,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Statuses that stand for several refusals, which only their kind tells apart. */
const NEED_A_KIND = [409, 412, 422, 428, 429, 502, 503, 504];

interface Source {
  file: string;
  text: string;
}

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => ({ file, text: readFileSync(join(__dirname, file), 'utf8') }));
const isOfTests = ({ file }: Source) => /\.test\.ts$|__testUtils__/.test(file);
const thrown = sources.filter(each => !isOfTests(each));
const tests = sources.filter(isOfTests);

/** Whether one of these says it. */
const names = (all: Source[], kind: ProblemKind) =>
  all.some(({ text }) => text.includes(`'${kind}'`));

/** The options of every problem that is made in a source. */
function problemsOf({ text }: Source): string[] {
  return text
    .split('new ProblemError(')
    .slice(1)
    .map(rest => rest.split(/\n\s*\}\)/, 1)[0]);
}

describe('the law of problems', () => {
  const kinds = Object.keys(problemKinds) as ProblemKind[];
  /** Their names are made of the code of a failure. */
  const isOfUpstream = (kind: ProblemKind) => kind.startsWith('upstream-');

  it('has every kind answered by something, and asked for by a test', () => {
    const silent = kinds.filter(
      kind => !isOfUpstream(kind) && !names(thrown, kind),
    );
    const untested = kinds.filter(kind => !names(tests, kind));
    expect({ silent, untested }).toEqual({ silent: [], untested: [] });
  });

  it('gives each refusal a kind whose status alone does not say which it is', () => {
    const made = thrown.flatMap(source =>
      problemsOf(source).map(options => ({ file: source.file, options })),
    );
    expect(made.length).toBeGreaterThan(50);
    const plain = made.filter(({ options }) => {
      const status = /\bstatus: (\d{3})/.exec(options)?.[1];
      return status !== undefined && NEED_A_KIND.includes(Number(status));
    });
    expect(plain).toEqual([]);
  });
});
