import { createHash } from 'node:crypto';
import type {
  Server,
  SnapshotCapability,
} from '@sprintconnect/plugin-sprintconnect-common';
import { bounds } from '../upstream';
import { canonicalJson, digestOf } from './canonicalJson';
import { countsOf } from './countsOf';
import { ObservationError } from './ObservationError';
import type { ObservedListFault, ObservedServer } from './ObservedServer';

/** One capability as the stores keep it. */
export interface SummarisedCapability extends SnapshotCapability {
  /** SHA-256 of kind and name, as hex: the identity inside a server. */
  key: string;
}

/** An observation in its one order and with its digests. */
export interface ObservationSummary {
  digest: string;
  counts: Server['counts'];
  instructions?: string;
  /** Sorted by kind, then name. */
  capabilities: SummarisedCapability[];
}

/**
 * Sorts and hashes what was observed. Pure.
 *
 * @remarks
 *
 * The digest covers the instructions and the capabilities; not the server's name and version, so that a release that
 * offers the same is the same. The order of lists and of keys does not show in it. Throws {@link ObservationError}
 * when one kind has a name twice, or when a definition has no canonical form.
 */
export function summariseObservation(
  observed: Pick<ObservedServer, 'instructions' | 'capabilities'>,
): ObservationSummary {
  const seen = new Set<string>();
  const capabilities = observed.capabilities.map(
    ({ kind, name, definition, notes }) => {
      const key = keyOf(kind, name);
      if (seen.has(key)) {
        throw new ObservationError(
          `The server offers the ${kind} ${shown(name)} twice`,
        );
      }
      seen.add(key);
      return {
        kind,
        name,
        key,
        definition,
        digest: digestOfDefinition(kind, name, definition),
        ...(notes && { notes: [...notes] }),
      };
    },
  );
  return inOrder(observed.instructions, capabilities);
}

/**
 * The same with what an earlier version has of lists that are not known whole: all of one that could not be read, and of one
 * that was, the items that it still has and that could not be kept as they are now. Pure.
 *
 * @remarks
 *
 * Throws {@link ObservationError} when both together are more than is kept of one server, so that lists which fail in turn do not
 * add up.
 */
export function withKept(
  summary: ObservationSummary,
  faults: readonly ObservedListFault[],
  former: readonly SnapshotCapability[],
): ObservationSummary {
  const taken = new Set(summary.capabilities.map(each => each.key));
  const isKept = keeper(faults);
  const kept = former
    .filter(isKept)
    .map(each => ({ ...each, key: keyOf(each.kind, each.name) }))
    .filter(({ key }) => !taken.has(key));
  if (kept.length === 0) return summary;
  const capabilities = [...summary.capabilities, ...kept];
  requireBounds(capabilities);
  return inOrder(summary.instructions, capabilities);
}

function keeper(faults: readonly ObservedListFault[]) {
  const kept = new Map(
    faults.map(({ kind, leftOut }) => [
      kind,
      leftOut && new Set(leftOut.names),
    ]),
  );
  return ({ kind, name }: SnapshotCapability) =>
    kept.has(kind) && (kept.get(kind)?.has(name) ?? true);
}

function requireBounds(capabilities: readonly SummarisedCapability[]) {
  const size = capabilities.reduce(
    (sum, { definition }) =>
      sum + Buffer.byteLength(JSON.stringify(definition)),
    0,
  );
  if (capabilities.length > bounds.items.most || size > bounds.snapshot.most) {
    throw new ObservationError(
      `The server's current lists and the stored results of its failing lists exceed ${bounds.items.most} items or ${bounds.snapshot.most / 1024 / 1024} MiB`,
    );
  }
}

function inOrder(
  instructions: string | undefined,
  capabilities: SummarisedCapability[],
): ObservationSummary {
  capabilities.sort(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name),
  );
  return {
    digest: digestOfWhole(instructions, capabilities),
    counts: countsOf(capabilities),
    instructions,
    capabilities,
  };
}

function digestOfWhole(
  instructions: string | undefined,
  capabilities: SummarisedCapability[],
): string {
  const content = {
    ...(instructions !== undefined && { instructions }),
    capabilities: capabilities.map(({ kind, name, digest }) => ({
      kind,
      name,
      digest,
    })),
  };
  return digestOf(
    named('The instructions or a name', () => canonicalJson(content)),
  );
}

function digestOfDefinition(
  kind: string,
  name: string,
  definition: unknown,
): string {
  return digestOf(
    named(`The ${kind} ${shown(name)}`, () => canonicalJson(definition)),
  );
}

function named<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ObservationError) {
      throw new ObservationError(`${what} ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function keyOf(kind: string, name: string): string {
  return createHash('sha256').update(`${kind}\n${name}`).digest('hex');
}

function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

/** By UTF-16 code units, as RFC 8785 sorts, and not by the locale of this machine. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
