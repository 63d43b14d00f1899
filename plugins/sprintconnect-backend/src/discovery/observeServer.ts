import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import type { ObservedServer } from '../registry';
import { renewLostSession, UpstreamError } from '../upstream';
import type { Upstream, UpstreamConnection, UpstreamTarget } from '../upstream';
import { DiscoveryRefusal } from './DiscoveryRefusal';
import { planSync } from './planSync';
import type { SyncPlan } from './planSync';
import { toWellFormed } from './toWellFormed';

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
 * A list that fails by itself does not end the others: see `faults` of what is observed. Nothing is observed where every list
 * that was asked for fails, or where the conversation ends before all have come to theirs.
 * A server that loses the session is observed once more, from the beginning.
 *
 * @throws UpstreamError, DiscoveryRefusal
 */
export function observeServer(
  upstream: Upstream,
  target: UpstreamTarget,
  observation: Observation,
): Promise<ObservedServer> {
  return renewLostSession(({ isSecond }) =>
    observeOnce(upstream, target, { ...observation, inTurn: isSecond }),
  );
}

async function observeOnce(
  upstream: Upstream,
  target: UpstreamTarget,
  options: Observation & {
    /**
     * Asks for one list after another. They share a connection then, and a balancer that spreads connections keeps
     * it on the replica that knows the session.
     */
    inTurn: boolean;
  },
): Promise<ObservedServer> {
  const { signal, progress, inTurn } = options;
  const total = KINDS.length + 1;
  const message = inTurn
    ? 'Reconnecting because the server lost the session'
    : 'Connecting';
  progress({ done: 0, total, message });
  const connection = await upstream.connect(target, signal);
  try {
    let done = 1;
    progress({ done, total, message: `Connected, ${eraOf(connection)}` });
    const plan = planSync();
    const list = async (kind: CapabilityKind) => {
      const said = await readList(connection, { kind, plan, signal });
      done += 1;
      progress({ done, total, message: said });
    };
    await (inTurn ? oneByOne(KINDS, list) : together(KINDS, list));
    return describe(connection, plan);
  } finally {
    await connection.close();
  }
}

async function oneByOne<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
) {
  for (const item of items) await work(item);
}

/** Waits for all. Where the session was lost, that is what is thrown: other failures may be no more than its echo. */
async function together<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
) {
  const ends = await Promise.allSettled(items.map(work));
  const reasons = ends.flatMap(end =>
    end.status === 'rejected' ? [end.reason] : [],
  );
  const isLost = (each: unknown) =>
    each instanceof UpstreamError && each.lostSession;
  if (reasons.length > 0) throw reasons.find(isLost) ?? reasons[0];
}

/** Gives what to say of it. Throws where the conversation itself is over, which says nothing about the list. */
async function readList(
  connection: UpstreamConnection,
  options: { kind: CapabilityKind; plan: SyncPlan; signal: AbortSignal },
): Promise<string> {
  const { kind, plan, signal } = options;
  let count = 0;
  try {
    for await (const page of connection.list(kind, signal)) {
      plan.add(kind, page);
      count += page.length;
    }
    return `Listed ${count} ${LISTED[kind]}`;
  } catch (error) {
    if (connection.isOver) throw error;
    if (!(
      error instanceof UpstreamError || error instanceof DiscoveryRefusal
    )) {
      throw error;
    }
    plan.fail(kind, error);
    return `Couldn't list ${LISTED[kind]}`;
  }
}

function describe(
  connection: UpstreamConnection,
  plan: SyncPlan,
): ObservedServer {
  const { verdict, remote, serverInfo, ttlMs } = connection;
  const instructions =
    connection.instructions && toWellFormed(connection.instructions);
  return {
    era: verdict.era,
    protocolVersion: verdict.protocolVersion,
    verdictAt: verdict.at,
    ...(serverInfo && { serverInfo: wellFormedInfo(serverInfo) }),
    ...(instructions && { instructions }),
    ...(ttlMs !== undefined && { ttlMs }),
    remoteUrl: remote.url,
    announcesChanges: announces(connection.capabilities),
    ...plan.finish(),
  };
}

type ServerInfo = NonNullable<ObservedServer['serverInfo']>;

function wellFormedInfo({ name, version, title }: ServerInfo): ServerInfo {
  return {
    name: toWellFormed(name),
    version: toWellFormed(version),
    ...(title !== undefined && { title: toWellFormed(title) }),
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
