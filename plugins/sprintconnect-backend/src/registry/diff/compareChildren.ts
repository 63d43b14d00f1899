import {
  type Comparison,
  type Pair,
  type SchemaFinding,
  narrowed,
  step,
  widened,
} from './Comparison';
import {
  type SchemaNode,
  holdsReference,
  isRecord,
  isSame,
} from './SchemaNode';
import { typesOf } from './compareValues';

/** Compares what is said of the properties and the items inside a value. */
export function compareChildren(
  comparison: Comparison,
  pair: Pair,
): SchemaFinding[] {
  const old = typesOf(pair.before);
  return [
    ...(old.has('object') ? compareProperties(comparison, pair) : []),
    ...(old.has('array') ? compareItems(comparison, pair) : []),
  ];
}

function compareProperties(
  comparison: Comparison,
  { before, after, path, depth }: Pair,
): SchemaFinding[] {
  const [old, now] = [recordOf(before.properties), recordOf(after.properties)];
  const below = depth + 1;
  const rest = comparison.compare(comparison, {
    before: before.additionalProperties,
    after: after.additionalProperties,
    path: step(path, 'additionalProperties'),
    depth: below,
  });
  const findings = [...rest];
  const oneSided: string[] = [];
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [was, is] = [own(old, name), own(now, name)];
    if (was === undefined || is === undefined) oneSided.push(name);
    const found = comparison.compare(comparison, {
      before: was ?? before.additionalProperties,
      after: is ?? after.additionalProperties,
      path: step(path, 'properties', name),
      depth: below,
    });
    const declared = was === undefined && isOpen(before);
    findings.push(
      ...(declared ? declaration({ path, name, is, found }) : found),
    );
  }
  const patterns = [before.patternProperties, after.patternProperties];
  if (patterns.every(each => each === undefined)) return findings;
  // Which names a pattern takes away from the rest is not worked out: a hostile pattern may take for ever.
  const understood =
    isSame(patterns[0], patterns[1]) &&
    !holdsReference(patterns) &&
    oneSided.length === 0 &&
    rest.length === 0;
  return understood
    ? findings
    : [...findings, narrowed(step(path, 'patternProperties'), ...patterns)];
}

/** One finding for a property that an open object starts to describe, whatever it says about it. */
function declaration({
  path,
  name,
  is,
  found,
}: {
  path: string;
  name: string;
  is: unknown;
  found: SchemaFinding[];
}): SchemaFinding[] {
  const at = step(path, 'properties', name);
  return found.some(each => each.direction === 'narrowed')
    ? [{ ...narrowed(at, undefined, is), undeclaredOnly: true }]
    : [widened(at, undefined, is)];
}

function isOpen({ additionalProperties }: SchemaNode): boolean {
  return additionalProperties === undefined || additionalProperties === true;
}

function compareItems(
  comparison: Comparison,
  { before, after, path, depth }: Pair,
): SchemaFinding[] {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const findings = comparison.compare(comparison, {
    before: old.rest,
    after: now.rest,
    path: step(path, 'items'),
    depth: depth + 1,
  });
  const count = Math.max(old.first.length, now.first.length);
  for (let at = 0; at < count; at++) {
    findings.push(
      ...comparison.compare(comparison, {
        before: at < old.first.length ? old.first[at] : old.rest,
        after: at < now.first.length ? now.first[at] : now.rest,
        path: step(path, 'prefixItems', at),
        depth: depth + 1,
      }),
    );
  }
  return findings;
}

/** Draft-07 says `items: [...]` and `additionalItems` where 2020-12 says `prefixItems` and `items`. */
function itemsOf(schema: SchemaNode): { first: unknown[]; rest: unknown } {
  if (Array.isArray(schema.items)) {
    return { first: schema.items, rest: schema.additionalItems };
  }
  return {
    first: Array.isArray(schema.prefixItems) ? schema.prefixItems : [],
    rest: schema.items,
  };
}

/** Compares `allOf`, `anyOf` and `oneOf`, taking the worse where branches cannot be matched. */
export function compareBranches(
  comparison: Comparison,
  { before, after, path, depth }: Pair,
): SchemaFinding[] {
  const turned: Comparison = {
    ...comparison,
    beforeRoot: comparison.afterRoot,
    afterRoot: comparison.beforeRoot,
    open: new Set(),
  };
  const isNarrowed = (seen: Comparison, was: unknown, is: unknown) =>
    seen
      .compare(seen, { before: was, after: is, path, depth: depth + 1 })
      .some(each => each.direction === 'narrowed');
  const narrows = (was: unknown, is: unknown) =>
    isNarrowed(comparison, was, is);
  const widens = (was: unknown, is: unknown) => isNarrowed(turned, is, was);
  const findings: SchemaFinding[] = [];
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    const [old, now] = [before[keyword], after[keyword]];
    if (isSame(old, now) && !holdsReference(old)) continue;
    const parts = [step(path, keyword), old, now] as const;
    if (now === undefined) {
      findings.push(widened(...parts));
    } else if (!Array.isArray(now) || !Array.isArray(old)) {
      findings.push(narrowed(...parts));
    } else if (keyword === 'allOf') {
      const kept = now.every(is => old.some(was => !narrows(was, is)));
      const same = kept && old.every(was => now.some(is => !widens(was, is)));
      if (!kept) findings.push(narrowed(...parts));
      else if (!same || old.length > now.length)
        findings.push(widened(...parts));
    } else if (keyword === 'anyOf') {
      const kept = old.every(was => now.some(is => !narrows(was, is)));
      const same = kept && now.every(is => old.some(was => !widens(was, is)));
      if (!kept) findings.push(narrowed(...parts));
      else if (!same) findings.push(widened(...parts));
    } else if (!isPermutation(comparison, parts, depth)) {
      findings.push(narrowed(...parts));
    }
  }
  return findings;
}

/** A value must match exactly one branch of `oneOf`, so that even a wider branch may refuse what was accepted. */
function isPermutation(
  comparison: Comparison,
  [path, old, now]: readonly [string, unknown, unknown],
  depth: number,
): boolean {
  if (!Array.isArray(old) || !Array.isArray(now) || old.length !== now.length) {
    return false;
  }
  if (!holdsReference(old) && !holdsReference(now)) {
    const left = [...now];
    return old.every(was => {
      const at = left.findIndex(is => isSame(was, is));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  return old.every(
    (was, at) =>
      comparison.compare(comparison, {
        before: was,
        after: now[at],
        path,
        depth: depth + 1,
      }).length === 0,
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
