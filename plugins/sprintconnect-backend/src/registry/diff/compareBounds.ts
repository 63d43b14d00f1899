import {
  type Pair,
  type SchemaFinding,
  narrowed,
  step,
  widened,
} from './Comparison';
import { type SchemaNode, isSame } from './SchemaNode';
import { type ValueType, typesOf } from './compareValues';

/** Keywords that only bound values of some types, and cannot matter where those types are not accepted. */
const BOUNDS: readonly {
  keyword: string;
  types: readonly ValueType[];
  smallest?: boolean;
}[] = [
  { keyword: 'minLength', types: ['string'], smallest: true },
  { keyword: 'maxLength', types: ['string'] },
  { keyword: 'minItems', types: ['array'], smallest: true },
  { keyword: 'maxItems', types: ['array'] },
  { keyword: 'minProperties', types: ['object'], smallest: true },
  { keyword: 'maxProperties', types: ['object'] },
];

/** Keywords of which only equality is understood. Absence accepts everything. */
const TESTS: readonly { keyword: string; types: readonly ValueType[] }[] = [
  { keyword: 'pattern', types: ['string'] },
  { keyword: 'format', types: ['string', 'integer', 'fraction'] },
];

/** Compares lengths, sizes, ranges, `multipleOf`, `pattern`, `format`, `uniqueItems` and `required`. */
export function compareBounds(pair: Pair): SchemaFinding[] {
  const old = typesOf(pair.before);
  const matters = (types: readonly ValueType[]) =>
    types.some(type => old.has(type));
  const findings: SchemaFinding[] = [];
  for (const { keyword, types, smallest } of BOUNDS) {
    if (matters(types)) findings.push(...compareLimit(pair, keyword, smallest));
  }
  for (const { keyword, types } of TESTS) {
    if (matters(types)) findings.push(...compareTest(pair, keyword));
  }
  if (matters(['integer', 'fraction'])) findings.push(...compareNumbers(pair));
  if (matters(['array'])) findings.push(...compareUnique(pair));
  if (matters(['object'])) findings.push(...compareRequired(pair));
  return findings;
}

function compareLimit(
  { before, after, path }: Pair,
  keyword: string,
  smallest = false,
): SchemaFinding[] {
  const [old, now] = [before[keyword], after[keyword]];
  if (isSame(old, now)) return [];
  const parts = [step(path, keyword), old, now] as const;
  if (now === undefined) return [widened(...parts)];
  if (typeof now !== 'number') return [narrowed(...parts)];
  if (typeof old !== 'number') {
    return smallest && now <= 0 ? [] : [narrowed(...parts)];
  }
  const looser = smallest ? now < old : now > old;
  return [looser ? widened(...parts) : narrowed(...parts)];
}

function compareTest(
  { before, after, path }: Pair,
  keyword: string,
): SchemaFinding[] {
  const [old, now] = [before[keyword], after[keyword]];
  if (isSame(old, now)) return [];
  const parts = [step(path, keyword), old, now] as const;
  return [now === undefined ? widened(...parts) : narrowed(...parts)];
}

function compareNumbers({ before, after, path }: Pair): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  for (const [keyword, exclusive, sign] of [
    ['minimum', 'exclusiveMinimum', 1],
    ['maximum', 'exclusiveMaximum', -1],
  ] as const) {
    const keys = [keyword, exclusive];
    if (keys.every(key => isSame(before[key], after[key]))) continue;
    const parts = [
      step(path, keyword),
      before[keyword] ?? before[exclusive],
      after[keyword] ?? after[exclusive],
    ] as const;
    const old = edgeOf(before, keys, sign);
    const now = edgeOf(after, keys, sign);
    if (!old || !now) findings.push(narrowed(...parts));
    else if (isTighter(now, old)) findings.push(narrowed(...parts));
    else if (isTighter(old, now)) findings.push(widened(...parts));
  }
  return [...findings, ...compareMultiples({ before, after, path, depth: 0 })];
}

interface Edge {
  at: number;
  exclusive: boolean;
}

/** The tighter of the two keywords, turned so that greater is tighter. Draft-04's boolean forms are not understood. */
function edgeOf(
  schema: SchemaNode,
  [keyword, exclusiveKeyword]: string[],
  sign: 1 | -1,
): Edge | undefined {
  const [plain, exclusive] = [schema[keyword], schema[exclusiveKeyword]];
  const edges: Edge[] = [{ at: -Infinity, exclusive: false }];
  for (const [value, isExclusive] of [
    [plain, false],
    [exclusive, true],
  ] as const) {
    if (value === undefined) continue;
    if (typeof value !== 'number') return undefined;
    edges.push({ at: sign * value, exclusive: isExclusive });
  }
  return edges.reduce((a, b) => (isTighter(b, a) ? b : a));
}

function isTighter(a: Edge, b: Edge): boolean {
  return a.at > b.at || (a.at === b.at && a.exclusive && !b.exclusive);
}

function compareMultiples({ before, after, path }: Pair): SchemaFinding[] {
  const [old, now] = [before.multipleOf, after.multipleOf];
  if (isSame(old, now)) return [];
  const parts = [step(path, 'multipleOf'), old, now] as const;
  if (now === undefined) return [widened(...parts)];
  const divides =
    Number.isSafeInteger(old) &&
    Number.isSafeInteger(now) &&
    (old as number) % (now as number) === 0;
  return [divides ? widened(...parts) : narrowed(...parts)];
}

function compareUnique({ before, after, path }: Pair): SchemaFinding[] {
  const [old, now] = [before.uniqueItems === true, after.uniqueItems === true];
  if (old === now) return [];
  const parts = [step(path, 'uniqueItems'), old, now] as const;
  return [now ? narrowed(...parts) : widened(...parts)];
}

function compareRequired({ before, after, path }: Pair): SchemaFinding[] {
  const [old, now] = [before.required, after.required].map(
    list => new Set(Array.isArray(list) ? list : []),
  );
  const at = step(path, 'required');
  return [
    ...[...now]
      .filter(name => !old.has(name))
      .map(name => narrowed(at, undefined, name)),
    ...[...old]
      .filter(name => !now.has(name))
      .map(name => widened(at, name, undefined)),
  ];
}
