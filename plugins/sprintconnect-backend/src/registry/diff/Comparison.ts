import type { SchemaNode } from './SchemaNode';

/** One place where two schemas accept different things. */
export interface SchemaFinding {
  direction: 'widened' | 'narrowed';
  /** JSON pointer into the schema, such as `/properties/city/maxLength`. */
  path: string;
  before?: unknown;
  after?: unknown;
  /** Only inputs that nobody had described before are refused now: a property was declared on an open object. */
  undeclaredOnly?: boolean;
}

/** Two values that should be schemas, at one place. */
export interface Place {
  before: unknown;
  after: unknown;
  path: string;
  depth: number;
}

/** Two schemas side by side, at one place. */
export interface Pair {
  before: SchemaNode;
  after: SchemaNode;
  path: string;
  depth: number;
}

/** Comparisons that one diff may spend on all its schemas; what is beyond counts as narrowed. */
export interface Budget {
  left: number;
}

/** The state of one comparison of two whole schemas. */
export interface Comparison {
  readonly beforeRoot: unknown;
  readonly afterRoot: unknown;
  readonly budget: Budget;
  /** Pairs of references that are being compared further up; meeting one again proves nothing new. */
  readonly open: ReadonlySet<string>;
  /** Compares what stands at a place below. `undefined` on one side accepts everything. */
  compare(comparison: Comparison, place: Place): SchemaFinding[];
}

export function narrowed(
  path: string,
  before?: unknown,
  after?: unknown,
): SchemaFinding {
  return { direction: 'narrowed', path, before, after };
}

export function widened(
  path: string,
  before?: unknown,
  after?: unknown,
): SchemaFinding {
  return { direction: 'widened', path, before, after };
}

export function step(path: string, ...keys: (string | number)[]): string {
  return keys.reduce<string>(
    (text, key) =>
      `${text}/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`,
    path,
  );
}
