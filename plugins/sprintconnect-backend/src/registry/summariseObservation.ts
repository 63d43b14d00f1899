import { createHash } from 'node:crypto';
import type {
  Server,
  SnapshotCapability,
} from '@sprintconnect/plugin-sprintconnect-common';
import { canonicalJson, digestOf } from './canonicalJson';
import { ObservationError } from './ObservationError';
import type { ObservedServer } from './ObservedServer';

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

const COUNTED = {
  tool: 'tools',
  resource: 'resources',
  'resource-template': 'resourceTemplates',
  prompt: 'prompts',
} as const;

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
  const counts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
  const seen = new Set<string>();
  const capabilities = observed.capabilities.map(
    ({ kind, name, definition }) => {
      const key = keyOf(kind, name);
      if (seen.has(key)) {
        throw new ObservationError(
          `The server offers the ${kind} ${shown(name)} twice`,
        );
      }
      seen.add(key);
      counts[COUNTED[kind]] += 1;
      return {
        kind,
        name,
        key,
        definition,
        digest: digestOfDefinition(kind, name, definition),
      };
    },
  );
  capabilities.sort(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name),
  );
  return {
    digest: digestOfWhole(observed.instructions, capabilities),
    counts,
    instructions: observed.instructions,
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
