import { z } from 'zod';
import {
  type Change,
  severitySchema,
  serverReadPermission,
  snapshotDiffSchema,
  type SnapshotDiff,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { invalid, parse } from '../http';
import { readScopeOf } from '../records';
import { type Action, ROWS_MAX } from './Action';
import type { ActionDeps } from './ActionDeps';
import { findServer, requireOneServer, serverKey } from './serverKey';

const versionSchema = z.number().int().min(1).max(999_999_999);

const input = z
  .strictObject({
    ...serverKey,
    from: versionSchema
      .describe('Version to compare from. Default: the one before "to"')
      .optional(),
    to: versionSchema
      .describe('Version to compare to. Default: the current one')
      .optional(),
  })
  .superRefine(requireOneServer);
const output = snapshotDiffSchema.extend({
  changes: snapshotDiffSchema.shape.changes
    .max(ROWS_MAX)
    .describe('The most severe first; at most 50'),
  totalChanges: z.number().int(),
});

const WORST_FIRST = [...severitySchema.options].reverse();

/** What became different between two versions of what a server offers. */
export function compareMcpSnapshots(deps: ActionDeps): Action {
  return {
    name: 'compare-mcp-snapshots',
    title: 'Compare snapshots of an MCP server',
    description:
      'Returns the graded changes between two versions of what an MCP server offers, such as a removed tool or a narrowed input. By default compares the current version with the one before.',
    isRead: true,
    input,
    output,
    run: async (ctx, given) => {
      const { from, to, ...key } = parse(input, given);
      const readScope = await readScopeOf(deps.authorizer, ctx);
      const readable = await deps.authorizer.judge(ctx, serverReadPermission);
      const server = await findServer(deps, ctx, { key, readable });
      const diff = await deps.registry.diff(ctx, {
        serverId: server.id,
        ...versionsOf(server, { from, to }),
        readScope,
      });
      return shortened(diff);
    },
  };
}

function versionsOf(
  { name, snapshot: { current } }: Server,
  asked: { from?: number; to?: number },
): { from: number; to: number } {
  const to = asked.to ?? current;
  if (to === undefined) {
    throw invalid([
      { path: 'to', message: `is required: ${name} has no version yet` },
    ]);
  }
  const from = asked.from ?? to - 1;
  if (from < 1) {
    throw invalid([
      {
        path: 'from',
        message: `is required: ${name} has no version before ${to}`,
      },
    ]);
  }
  return { from, to };
}

function shortened(diff: SnapshotDiff): z.infer<typeof output> {
  const rankOf = ({ severity }: Change) => WORST_FIRST.indexOf(severity);
  const sorted = [...diff.changes].sort((a, b) => rankOf(a) - rankOf(b));
  return {
    ...diff,
    changes: sorted.slice(0, ROWS_MAX),
    totalChanges: diff.changes.length,
  };
}
