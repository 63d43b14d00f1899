import {
  type CapabilityKind,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { ObservedServer } from '../registry';
import type { Upstream, UpstreamConnection, UpstreamTarget } from '../upstream';
import { beginSync } from './planSync';
import type { SyncPlan } from './planSync';

const KINDS: readonly CapabilityKind[] = [
  'tool',
  'resource',
  'resource-template',
  'prompt',
];

const LISTED = {
  tool: 'tools',
  resource: 'resources',
  'resource-template': 'resource templates',
  prompt: 'prompts',
} as const;

export interface Observation {
  signal: AbortSignal;
  /** Hears each step: connected, then one for each kind. */
  progress(progress: { done: number; total: number; message: string }): void;
}

/**
 * Asks a server for everything that it offers. Reads only: no tool is called and no resource is read.
 *
 * The first list that fails ends the others, because an observation is whole or none.
 *
 * @throws UpstreamError, DiscoveryRefusal
 */
export async function observeServer(
  upstream: Upstream,
  target: UpstreamTarget,
  { signal, progress }: Observation,
): Promise<ObservedServer> {
  const total = KINDS.length + 1;
  progress({ done: 0, total, message: 'Connecting' });
  const connection = await upstream.connect(target, signal);
  try {
    let done = 1;
    progress({ done, total, message: `Connected, ${eraOf(connection)}` });
    const plan = beginSync();
    await together(KINDS, signal, async (kind, within) => {
      const count = await collect(connection, { kind, plan, signal: within });
      done += 1;
      progress({ done, total, message: `Listed ${count} ${LISTED[kind]}` });
    });
    return describe(connection, plan);
  } finally {
    await connection.close();
  }
}

async function collect(
  connection: UpstreamConnection,
  options: { kind: CapabilityKind; plan: SyncPlan; signal: AbortSignal },
): Promise<number> {
  const { kind, plan, signal } = options;
  let count = 0;
  for await (const page of connection.list(kind, signal)) {
    plan.add(page);
    count += page.length;
  }
  return count;
}

/** Runs all at once; the first failure ends the others and is the one that is thrown. */
async function together<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
) {
  let failed = false;
  let cause: unknown;
  await withSignal({ sources: [signal] }, (within, tied) =>
    Promise.all(
      items.map(async item => {
        try {
          await work(item, within);
        } catch (error) {
          if (!failed) cause = error;
          failed = true;
          tied.abort();
        }
      }),
    ),
  );
  if (failed) throw cause;
}

function describe(
  connection: UpstreamConnection,
  plan: SyncPlan,
): ObservedServer {
  const { verdict, remote, serverInfo, instructions, ttlMs } = connection;
  return {
    era: verdict.era,
    protocolVersion: verdict.protocolVersion,
    verdictAt: verdict.at,
    ...(serverInfo && { serverInfo }),
    ...(instructions && { instructions }),
    ...(ttlMs !== undefined && { ttlMs }),
    remoteUrl: remote.url,
    announcesChanges: announces(connection.capabilities),
    capabilities: plan.capabilities,
  };
}

/** `listChanged` of any of the three capabilities (MCP 2025-11-25 and 2026-07-28, Capabilities). */
function announces(claims: Readonly<Record<string, unknown>>): boolean {
  return ['tools', 'resources', 'prompts'].some(
    claim => (claims[claim] as { listChanged?: unknown })?.listChanged === true,
  );
}

function eraOf({ verdict }: UpstreamConnection): string {
  return `MCP ${verdict.protocolVersion}`;
}
