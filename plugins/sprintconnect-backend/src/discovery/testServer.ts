import {
  type Remote,
  type ServerTest,
  TiedSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../ports';
import { countsOf, type ObservedServer, type TestTarget } from '../registry';
import type { Upstream } from '../upstream';
import { type AnswerOfNo, answerOfNo } from './answerOfNo';
import { observeServer } from './observeServer';

const TOOLS = 10;
/** UTF-16 code units. */
const DESCRIPTION = 500;

export interface TestOptions {
  upstream: Upstream;
  /** Aborts when the caller goes away. */
  signal: AbortSignal;
  /** Longest time for the whole test, of which a `connectTimeoutMs` that is asked for is no part. */
  timeoutMs: number;
}

/** What came of a test: what the server offers, or why it cannot be used. */
export type TestOutcome = { answer: ServerTest } | { no: AnswerOfNo };

/**
 * Connects to remotes as a discovery does, and says what one would find, or in the words of a discovery what it would fail
 * of. Writes nothing.
 *
 * @throws where `signal` aborts, and what is our own failure.
 */
export async function testServer(
  ctx: RequestContext,
  { environment, remotes, connectTimeoutMs, ...more }: TestTarget,
  { upstream, signal, ...options }: TestOptions,
): Promise<TestOutcome> {
  const timeoutMs = options.timeoutMs + (connectTimeoutMs ?? 0);
  const within = new TiedSignal({ sources: [signal], timeoutMs });
  // There is no server yet, so that it has no id; nothing is kept under this one.
  const target = {
    orgId: ctx.orgId,
    serverId: ctx.requestId,
    environment,
    remotes,
    connectTimeoutMs,
    ...more,
  };
  try {
    const observed = await observeServer(upstream, target, {
      signal: within.signal,
      progress: () => {},
    });
    signal.throwIfAborted();
    return { answer: toAnswer(remotes, observed) };
  } catch (error) {
    signal.throwIfAborted();
    const no = answerOfNo(error, { isLate: within.isLate, timeoutMs });
    if (!no) throw error;
    return { no };
  } finally {
    within.untie();
  }
}

function toAnswer(
  remotes: readonly Remote[],
  observed: ObservedServer,
): ServerTest {
  const { era, protocolVersion, serverInfo, capabilities, faults } = observed;
  return {
    remote: remotes.findIndex(({ url }) => url === observed.remoteUrl),
    era,
    protocolVersion,
    ...(serverInfo && { serverInfo }),
    counts: countsOf(capabilities),
    tools: capabilities
      .filter(({ kind }) => kind === 'tool')
      .slice(0, TOOLS)
      .map(({ name, definition: { title, description } }) => ({
        name,
        ...(typeof title === 'string' && { title }),
        ...(typeof description === 'string' && {
          description: shortened(description),
        }),
      })),
    ...(faults && {
      listFaults: faults.map(({ kind, code, message, leftOut }) => ({
        kind,
        code,
        message,
        ...(leftOut && { leftOut: leftOut.count }),
      })),
    }),
  };
}

function shortened(text: string): string {
  return text.length > DESCRIPTION
    ? `${text.slice(0, DESCRIPTION - 1).replace(/\p{Cs}$/u, '')}…`
    : text;
}
