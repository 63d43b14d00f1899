import {
  type Budget,
  type Comparison,
  type Pair,
  type Place,
  type SchemaFinding,
  narrowed,
  step,
  widened,
} from './Comparison';
import { compareBounds } from './compareBounds';
import { compareBranches, compareChildren } from './compareChildren';
import { compareValues } from './compareValues';
import {
  type SchemaNode,
  holdsReference,
  isNothing,
  isRecord,
  isSame,
  resolveReference,
  schemaOf,
} from './SchemaNode';

const DEPTH_MAX = 40;
/** Comparisons of one pair of schemas; honest ones need some hundreds. */
const COMPARISONS_MAX = 5000;

/** Keywords that are compared as a whole. Taking away all of a group only ever accepts more. */
const OPAQUE: readonly (readonly string[])[] = [
  ['not'],
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['propertyNames'],
  ['dependentRequired'],
  ['dependentSchemas'],
  ['dependencies'],
];
/** What these mean hangs on every other keyword beside them. */
const DEPENDENT = ['unevaluatedProperties', 'unevaluatedItems'];
const DYNAMIC = ['$dynamicRef', '$recursiveRef'];

/**
 * Where the second schema accepts other values than the first. Pure.
 *
 * @remarks
 *
 * Sound, not complete: where nothing is reported as narrowed, every value that the first schema accepts is
 * accepted by the second; what is not understood counts as narrowed. Cyclic references end, because a pair of
 * references that is met inside itself proves nothing new. Depth and the number of comparisons are bounded.
 * Speaks JSON Schema 2020-12, and draft-07 where they differ. No `pattern` is ever run.
 */
export function compareSchemas(
  before: unknown,
  after: unknown,
  budget: Budget,
): SchemaFinding[] {
  if (isSame(before, after)) return [];
  if (hasInnerId(before) || hasInnerId(after)) return [narrowed('')];
  const share = Math.max(0, Math.min(budget.left, COMPARISONS_MAX));
  const own = { left: share };
  const findings = compare(
    {
      beforeRoot: before,
      afterRoot: after,
      budget: own,
      open: new Set(),
      compare,
    },
    { before, after, path: '', depth: 0 },
  );
  budget.left -= share - own.left;
  return findings;
}

function compare(comparison: Comparison, place: Place): SchemaFinding[] {
  const { before, after, path, depth } = place;
  if (isSame(before, after) && !holdsReference(before)) return [];
  comparison.budget.left -= 1;
  if (comparison.budget.left < 0 || depth > DEPTH_MAX) return [narrowed(path)];
  const [old, now] = [schemaOf(before), schemaOf(after)];
  if (!old || !now) return [narrowed(path, before, after)];
  if (isNothing(old))
    return isNothing(now) ? [] : [widened(path, false, after)];
  if (isNothing(now)) return [narrowed(path, before, false)];
  if (isAnything(now)) return isAnything(old) ? [] : [widened(path, before)];
  return compareReferences(comparison, {
    before: old,
    after: now,
    path,
    depth,
  });
}

/** Follows `$ref`. What stands beside a `$ref` counts (2020-12) or not (draft-07): both are compared. */
function compareReferences(
  comparison: Comparison,
  pair: Pair,
): SchemaFinding[] {
  const { before, after, path, depth } = pair;
  if (before.$ref === undefined && after.$ref === undefined) {
    return compareKeywords(comparison, pair);
  }
  const key = `${referenceOf(before, path)} ${referenceOf(after, path)}`;
  const inside = { ...comparison, open: new Set(comparison.open).add(key) };
  const [old, now] = [
    targetOf(comparison.beforeRoot, before),
    targetOf(comparison.afterRoot, after),
  ];
  if (old.unknown || now.unknown) {
    const remote = isSame(before, after) && isRemote(before.$ref);
    return remote ? [] : [narrowed(path, before, after)];
  }
  if (DEPENDENT.some(keyword => after[keyword] !== undefined)) {
    return [narrowed(path, before, after)];
  }
  const targets = () =>
    comparison.open.has(key)
      ? []
      : compare(inside, {
          before: old.target,
          after: now.target,
          path,
          depth: depth + 1,
        });
  if (before.$ref !== undefined && after.$ref !== undefined) {
    const beside = { ...pair, before: old.beside, after: now.beside };
    return [...targets(), ...compareKeywords(inside, beside)];
  }
  const mixed = [old, now].some(
    each => each.found && Object.keys(each.beside).some(isConstraint),
  );
  return mixed ? [narrowed(path, before, after)] : targets();
}

function targetOf(root: unknown, schema: SchemaNode) {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return { target: schema, beside: schema };
  const target = resolveReference(root, $ref);
  return { found: true, target, beside, unknown: target === undefined };
}

/** Names one side of a pair. Without a reference the place says which schema it is, unless it accepts anything. */
function referenceOf(schema: SchemaNode, path: string): string {
  if (schema.$ref !== undefined) return JSON.stringify(schema.$ref);
  return JSON.stringify(isAnything(schema) ? {} : { path });
}

function isRemote(reference: unknown): boolean {
  return typeof reference === 'string' && !reference.startsWith('#');
}

function isAnything(schema: SchemaNode): boolean {
  return !Object.keys(schema).some(isConstraint);
}

function isConstraint(keyword: string): boolean {
  return !/^(title|description|default|examples|deprecated|readOnly|writeOnly|\$schema|\$id|\$anchor|\$comment|\$defs|definitions|x-.*)$/.test(
    keyword,
  );
}

function compareKeywords(comparison: Comparison, pair: Pair): SchemaFinding[] {
  return [
    ...compareValues(pair),
    ...compareBounds(pair),
    ...compareChildren(comparison, pair),
    ...compareBranches(comparison, pair),
    ...compareOpaque(pair),
  ];
}

function compareOpaque({ before, after, path }: Pair): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  for (const group of OPAQUE) {
    const [old, now] = [partOf(before, group), partOf(after, group)];
    if (isSame(old, now) && !holdsReference(old)) continue;
    const gone = Object.keys(now).length === 0;
    findings.push((gone ? widened : narrowed)(step(path, group[0]), old, now));
  }
  for (const keyword of DEPENDENT) {
    if (
      after[keyword] !== undefined &&
      (!isSame(before, after) || holdsReference(after))
    ) {
      findings.push(
        narrowed(step(path, keyword), before[keyword], after[keyword]),
      );
    } else if (before[keyword] !== undefined && after[keyword] === undefined) {
      findings.push(widened(step(path, keyword), before[keyword]));
    }
  }
  const dynamic = [...DYNAMIC].filter(
    keyword => keyword in { ...before, ...after },
  );
  return [
    ...findings,
    ...dynamic.map(keyword =>
      narrowed(step(path, keyword), before[keyword], after[keyword]),
    ),
  ];
}

function partOf(schema: SchemaNode, keywords: readonly string[]): SchemaNode {
  return Object.fromEntries(
    keywords
      .filter(keyword => schema[keyword] !== undefined)
      .map(keyword => [keyword, schema[keyword]]),
  );
}

/** A `$id` below the root changes what references mean, which is not followed here. */
function hasInnerId(value: unknown, depth = 0): boolean {
  if (Array.isArray(value))
    return value.some(each => hasInnerId(each, depth + 1));
  if (!isRecord(value)) return false;
  return (
    (depth > 0 && typeof value.$id === 'string' && holdsReference(value)) ||
    Object.values(value).some(each => hasInnerId(each, depth + 1))
  );
}
