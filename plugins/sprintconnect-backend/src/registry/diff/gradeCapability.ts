import type {
  Change,
  ChangeGrade,
  SnapshotCapability,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Budget, SchemaFinding } from './Comparison';
import { compareSchemas } from './compareSchemas';
import { describeDifferences } from './describeDifferences';
import { introducedUrls } from './introducedUrls';
import { isRecord, isSame } from './SchemaNode';

type Facts = Omit<Change, 'kind' | 'name'>;
type Definition = SnapshotCapability['definition'];

const FINDINGS_MAX = 100;

/**
 * What became different in one capability, worst first as listed in the grades. Pure.
 * Two definitions that differ always give at least one change.
 */
export function gradeCapability(
  before: Definition,
  after: Definition,
  budget: Budget,
): Facts[] {
  const facts = [
    ...gradeTexts(before, after),
    ...gradeInput(before, after, budget),
    ...gradeOutput(before, after, budget),
    ...gradeAnnotations(before.annotations, after.annotations),
    ...introducedUrls(before, after).map((url): Facts => ({
      grade: 'url-introduced',
      severity: 'warning',
      after: url,
    })),
  ];
  return facts.length > 0
    ? facts
    : [{ grade: 'other', severity: 'info', before, after }];
}

const TEXT_SEVERITY = {
  description: 'notice',
  title: 'info',
  other: 'info',
} as const;

/** Titles, descriptions (also inside the input schema, where a model reads them too), and what is left. */
function gradeTexts(before: Definition, after: Definition): Facts[] {
  const { inputSchema: oldInput, ...old } = without(before);
  const { inputSchema: newInput, ...now } = without(after);
  return [
    ...describeDifferences(old, now, ''),
    ...describeDifferences(
      oldInput ?? {},
      newInput ?? {},
      '/inputSchema',
    ).filter(({ grade }) => grade !== 'other'),
  ].map(each => ({ ...each, severity: TEXT_SEVERITY[each.grade] }));
}

function without({
  outputSchema: _output,
  annotations: _annotations,
  ...rest
}: Definition): Definition {
  return rest;
}

function gradeInput(
  before: Definition,
  after: Definition,
  budget: Budget,
): Facts[] {
  const parts: [string, unknown, unknown][] = [
    ['/inputSchema', before.inputSchema, after.inputSchema],
    ['/arguments', argumentsOf(before), argumentsOf(after)],
  ];
  return parts.flatMap(([at, old, now]) =>
    compareSchemas(old, now, budget)
      .slice(0, FINDINGS_MAX)
      .map((finding): Facts => ({
        ...gradeOfInput(finding),
        path: `${at}${finding.path}`,
        before: finding.before,
        after: finding.after,
      })),
  );
}

/** The arguments of a prompt as the schema that they amount to (MCP, Prompts). */
function argumentsOf({ arguments: list }: Definition): unknown {
  if (!Array.isArray(list)) return undefined;
  const named = list
    .filter(isRecord)
    .filter(each => typeof each.name === 'string');
  return {
    type: 'object',
    properties: Object.fromEntries(named.map(each => [each.name, {}])),
    required: named
      .filter(each => each.required === true)
      .map(each => each.name),
    additionalProperties: false,
  };
}

/**
 * A property that an open object starts to describe refuses only what nobody was told to send: to those who
 * keep to the schema, the input is wider by an option.
 */
function gradeOfInput({
  direction,
  undeclaredOnly,
}: SchemaFinding): Pick<Facts, 'grade' | 'severity'> {
  return direction === 'widened' || undeclaredOnly
    ? { grade: 'input-widened', severity: 'info' }
    : { grade: 'input-narrowed', severity: 'warning' };
}

/** Whoever reads the output is hurt by what it may newly be, which is the other way round than with input. */
function gradeOutput(
  before: Definition,
  after: Definition,
  budget: Budget,
): Facts[] {
  const [old, now] = [before.outputSchema, after.outputSchema];
  if (isSame(old, now)) return [];
  const loosened =
    now === undefined ||
    (old !== undefined &&
      compareSchemas(now, old, budget).some(
        each => each.direction === 'narrowed',
      ));
  return [
    {
      grade: 'output',
      severity: loosened ? 'warning' : 'info',
      path: '/outputSchema',
      before: old,
      after: now,
    },
  ];
}

/** What a hint means when it is absent (MCP, ToolAnnotations). */
const HINTS: readonly { hint: string; absent: boolean; grade: ChangeGrade }[] =
  [
    { hint: 'readOnlyHint', absent: false, grade: 'read-only-hint-flipped' },
    {
      hint: 'destructiveHint',
      absent: true,
      grade: 'destructive-hint-flipped',
    },
  ];

function gradeAnnotations(before: unknown, after: unknown): Facts[] {
  if (isSame(before, after)) return [];
  const [old, now] = [
    isRecord(before) ? before : {},
    isRecord(after) ? after : {},
  ];
  const facts: Facts[] = [];
  for (const { hint, absent, grade } of HINTS) {
    const [was, is] = [old, now].map(each =>
      typeof each[hint] === 'boolean' ? each[hint] : absent,
    );
    if (was !== is) {
      // Losing a promise of harmlessness is worse than making one, which only deserves a look.
      const harmful = hint === 'destructiveHint' ? is : !is;
      facts.push({
        grade,
        severity: harmful ? 'critical' : 'warning',
        path: `/annotations/${hint}`,
        before: old[hint],
        after: now[hint],
      });
    }
  }
  const rest = [old, now].map(each =>
    Object.fromEntries(
      Object.entries(each).filter(([key]) =>
        facts.every(fact => fact.path !== `/annotations/${key}`),
      ),
    ),
  );
  return isSame(rest[0], rest[1])
    ? facts
    : [
        ...facts,
        {
          grade: 'annotations',
          severity: isSame(rest[0].openWorldHint, rest[1].openWorldHint)
            ? 'info'
            : 'notice',
          path: '/annotations',
          before: rest[0],
          after: rest[1],
        },
      ];
}
