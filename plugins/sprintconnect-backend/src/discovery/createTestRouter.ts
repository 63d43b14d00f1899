import type { Response, Router } from 'express';
import {
  type ProblemKind,
  type Remote,
  problemKinds,
  serverCreatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, ProblemError } from '../http';
import type {
  AuditTrail,
  Authorizer,
  ConcurrencyGate,
  Database,
  OpenGate,
  RequestContext,
} from '../ports';
import type { RegistryService } from '../registry';
import type { Upstream } from '../upstream';
import type { AnswerOfNo } from './answerOfNo';
import { type TestOutcome, testServer } from './testServer';

/** Tests under way at once: of one caller, and of all. */
const AT_ONCE = { caller: 2, all: 16 };

export interface TestDeps {
  authorizer: Authorizer;
  audit: AuditTrail;
  database: Database;
  openGate: OpenGate;
  registry: RegistryService;
  upstream: Upstream;
  /** Longest time for one test, beside the time to connect that it asks for. */
  timeoutMs: number;
}

/**
 * The route that tries a server out before it is registered. To be mounted before those of the registry, which take any name
 * for an id.
 */
export function createTestRouter(deps: TestDeps): Router {
  const { authorizer, openGate, registry, upstream, timeoutMs } = deps;
  const router = createRouter();
  const perCaller = openGate('server-test', AT_ONCE.caller);
  const inAll = openGate('server-test', AT_ONCE.all);

  router.post('/v1/servers/test', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverCreatePermission);
    const target = await registry.checkServerTest(ctx, req.body);
    const leaveCaller = await enter(
      perCaller,
      `${ctx.orgId} ${ctx.caller.ref}`,
    );
    try {
      const leaveAll = await enter(inAll, 'all');
      try {
        const outcome = await audited(deps, ctx, {
          remotes: target.remotes,
          work: () =>
            untilClosed(res, signal =>
              testServer(ctx, target, { upstream, signal, timeoutMs }),
            ),
        });
        if ('no' in outcome) throw problemOf(outcome.no);
        res.set('Cache-Control', 'no-store').json(outcome.answer);
      } finally {
        leaveAll();
      }
    } finally {
      leaveCaller();
    }
  });
  return router;
}

async function enter(gate: ConcurrencyGate, key: string): Promise<() => void> {
  const leave = await gate.enter(key);
  if (leave) return leave;
  throw new ProblemError({
    kind: 'concurrency-limited',
    detail:
      'Too many connection tests are running. Wait for one of them to end, and try again.',
    headers: { 'Retry-After': '5' },
  });
}

/** Gives the work up as soon as nobody waits for its answer. */
async function untilClosed<T>(
  res: Response,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const giveUp = () =>
    controller.abort(new Error('The caller went away before the test ended'));
  if (res.closed) giveUp();
  res.once('close', giveUp);
  try {
    return await work(controller.signal);
  } finally {
    res.off('close', giveUp);
  }
}

/** Connections were opened on somebody's behalf: that is noted, whatever came of it. */
async function audited(
  { audit, database }: TestDeps,
  ctx: RequestContext,
  test: { remotes: readonly Remote[]; work: () => Promise<TestOutcome> },
): Promise<TestOutcome> {
  const hosts = test.remotes.map(hostOf);
  // The words of a failure name paths, so that only its code is kept.
  const note = (reason?: string) =>
    database.transaction(tx =>
      audit.record(tx, ctx, {
        action: 'server-test',
        target: { type: 'remote', id: hosts[0] ?? '' },
        outcome: reason === undefined ? 'success' : 'failure',
        reason,
        meta: { hosts },
      }),
    );
  let outcome: TestOutcome;
  try {
    outcome = await test.work();
  } catch (error) {
    await note('unfinished');
    throw error;
  }
  await note('no' in outcome ? outcome.no.code : undefined);
  return outcome;
}

function problemOf({ code, message }: AnswerOfNo): ProblemError {
  return new ProblemError({ kind: kindOf(code), detail: message });
}

/** 422: it would be refused again, whatever the server does; 504: too slow; 502: the server is at fault. */
function kindOf(code: AnswerOfNo['code']): ProblemKind {
  // An entry that is not configured, which only an address from before a change of the configuration can name.
  if (code === 'not-allowed') return 'upstream-egress-refused';
  const kind = `upstream-${code}`;
  // The codes of what cannot be kept are for people: all of them are put right by whoever writes the server.
  return Object.hasOwn(problemKinds, kind)
    ? (kind as ProblemKind)
    : 'upstream-unusable';
}

/** Where a remote leads, without path and query, which may hold a key. */
function hostOf({ type, url }: Remote): string {
  return type === 'stdio' ? `stdio:${url}` : new URL(url).host;
}
