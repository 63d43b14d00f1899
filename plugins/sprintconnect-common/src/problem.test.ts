import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Problem,
  problemKindOf,
  problemSchema,
  problemTypeOf,
} from './problem';
import { type ProblemKind, problemKinds } from './problemKinds';
import { SprintConnectError } from './SprintConnectError';

const kinds = Object.keys(problemKinds) as ProblemKind[];

function problemOf(type: string): Problem {
  return problemSchema.parse({
    type,
    title: 'Conflict',
    status: 409,
    detail: 'There is one already.',
    instance: '/v1/servers',
    requestId: 'r1',
  });
}

/** Compiles only while `kind` is a union. */
function adviceFor(error: SprintConnectError): string {
  switch (error.kind) {
    case 'name-taken':
      return 'another name';
    case 'server-retired':
      return 'register it again';
    default:
      return error.problem.type;
  }
}

describe('the kinds of problems', () => {
  it.each(kinds)('%s has a type of its own, which leads back to it', kind => {
    const type = problemTypeOf(kind);
    expect(type).toBe(`https://sprintconnect.io/problems/${kind}`);
    expect(new URL(type).href).toBe(type);
    expect(problemKindOf(type)).toBe(kind);
    expect(kind).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it.each([
    'about:blank',
    'https://sprintconnect.io/problems/of-next-year',
    'https://sprintconnect.io/problems/toString',
    'https://elsewhere.example/problems/name-taken',
    '',
  ])('knows none of type "%s"', type => {
    expect(problemKindOf(type)).toBeUndefined();
  });

  it('stand in a caught error as a union, and one of a newer version as it was answered', () => {
    const errors = ['name-taken', 'server-retired', 'of-next-year'].map(
      name =>
        new SprintConnectError(
          problemOf(`https://sprintconnect.io/problems/${name}`),
        ),
    );
    expect(errors.map(adviceFor)).toEqual([
      'another name',
      'register it again',
      'https://sprintconnect.io/problems/of-next-year',
    ]);
  });

  it('are those of docs/problems.md, in the same words', () => {
    const text = readFileSync(
      join(__dirname, '../../../docs/problems.md'),
      'utf8',
    );
    const told = text.split(/^## /m).flatMap(section =>
      [...section.matchAll(/^\| `([^`]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(
        ([, kind, meaning, remedy]) => ({
          kind,
          status: Number.parseInt(section, 10),
          meaning,
          remedy,
        }),
      ),
    );
    expect(told).toEqual(kinds.map(kind => ({ kind, ...problemKinds[kind] })));
  });
});
