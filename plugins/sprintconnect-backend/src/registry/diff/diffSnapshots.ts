import type {
  Change,
  Severity,
  Snapshot,
  SnapshotCapability,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Budget } from './Comparison';
import { gradeCapability } from './gradeCapability';
import { introducedUrls } from './introducedUrls';

/** What of a snapshot the difference is about. */
export type SnapshotContent = Pick<Snapshot, 'instructions' | 'capabilities'>;

/** Schema comparisons of one diff. Enough for thousands of changed tools, and a bound for a hostile one. */
const BUDGET = 100_000;

/**
 * What became different between two snapshots, graded. Pure; equal digests are believed.
 *
 * @remarks
 *
 * Changes of the server come first, then capabilities by kind and name. A capability is known by kind and name, so that
 * a rename is one removed and one added. `input-narrowed` errs on the side of the caller: where it is not
 * reported, every input accepted before is accepted still.
 */
export function diffSnapshots(
  before: SnapshotContent,
  after: SnapshotContent,
): Change[] {
  const budget: Budget = { left: BUDGET };
  const old = byIdentity(before.capabilities);
  const now = byIdentity(after.capabilities);
  const identities = [...new Set([...old.keys(), ...now.keys()])].sort();
  return [
    ...diffInstructions(before.instructions, after.instructions),
    ...identities.flatMap(identity =>
      diffCapability(old.get(identity), now.get(identity), budget),
    ),
  ];
}

const ORDER: readonly Severity[] = ['info', 'notice', 'warning', 'critical'];

/** The worst severity among changes; `info` for none. */
export function worstSeverity(changes: readonly Change[]): Severity {
  const worst = changes.reduce(
    (rank, each) => Math.max(rank, ORDER.indexOf(each.severity)),
    0,
  );
  return ORDER[worst];
}

function byIdentity(capabilities: readonly SnapshotCapability[]) {
  return new Map(
    capabilities.map(each => [`${each.kind}\n${each.name}`, each] as const),
  );
}

function diffCapability(
  before: SnapshotCapability | undefined,
  after: SnapshotCapability | undefined,
  budget: Budget,
): Change[] {
  if (before && after) {
    const { kind, name } = after;
    return before.digest === after.digest
      ? []
      : gradeCapability(before.definition, after.definition, budget).map(
          facts => ({ kind, name, ...facts }),
        );
  }
  if (after) {
    const { kind, name } = after;
    return [{ kind, name, grade: 'added', severity: 'notice' }];
  }
  return before
    ? [
        {
          kind: before.kind,
          name: before.name,
          grade: 'removed',
          severity: 'warning',
        },
      ]
    : [];
}

function diffInstructions(
  before: string | undefined,
  after: string | undefined,
): Change[] {
  if (before === after) return [];
  const server = { kind: 'server', name: 'server' } as const;
  return [
    {
      ...server,
      grade: 'instructions',
      severity: 'warning',
      path: '/instructions',
      before,
      after,
    },
    ...introducedUrls(before, after).map((url): Change => ({
      ...server,
      grade: 'url-introduced',
      severity: 'warning',
      path: '/instructions',
      after: url,
    })),
  ];
}
