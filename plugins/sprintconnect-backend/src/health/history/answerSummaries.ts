import type {
  HealthSummaries,
  HealthSummary,
} from '@sprintconnect/plugin-sprintconnect-common';
import { z } from 'zod';
import { invalid } from '../../http';
import type { Judgement, RequestContext } from '../../ports';
import type { HealthState } from '../state/HealthState';
import { uptimeOf } from './answerHealth';
import type { HistoryDeps } from './HistoryDeps';
import { keptProbes } from './keptProbes';
import { DAY_MS } from '../state/times';
import { addUp, windowReads } from './windowReads';

const IDS_MAX = 100;
const WINDOWS = { h24: DAY_MS };

const idsSchema = z.array(z.uuid("isn't a server ID"));

/**
 * What a list shows of these servers, in the order asked for, each once; servers that the caller may not see are left
 * out. Throws a 400 problem for more than 100 ids, or what is no id.
 */
export async function answerSummaries(
  deps: HistoryDeps,
  ctx: RequestContext,
  { ids, readable }: { ids: string; readable: Judgement },
): Promise<HealthSummaries> {
  const asked = idsOf(ids);
  const to = deps.clock.now();
  const [visible, states, kept] = await Promise.all([
    deps.registry.keepVisible(ctx, asked, readable),
    deps.states.find(ctx, asked),
    keptProbes({ ...deps, now: to }),
  ]);
  const [counted, oldest] = await Promise.all([
    deps.history.count(ctx.orgId, visible, windowReads(WINDOWS, { to, kept })),
    deps.history.oldestKept(ctx.orgId, visible),
  ]);
  const stateOf = new Map(states.map(state => [state.serverId, state]));
  return {
    items: visible.map(serverId => {
      const { h24 } = addUp(WINDOWS, counted.get(serverId));
      const uptimeH24 = uptimeOf(h24);
      const since = oldest.get(serverId);
      return {
        serverId,
        ...summaryOf(stateOf.get(serverId)),
        ...(uptimeH24 !== undefined && { uptimeH24 }),
        basis: {
          ...(since && { since: since.toISOString() }),
          probesH24: h24.probes,
        },
      };
    }),
  };
}

function idsOf(text: string): string[] {
  const asked = text.split(',');
  if (asked.length > IDS_MAX) {
    throw invalid([
      {
        path: 'ids',
        message: `has ${asked.length} values; the maximum is ${IDS_MAX}`,
      },
    ]);
  }
  const ids = [...new Set(asked)];
  const { error } = idsSchema.safeParse(ids);
  if (error) {
    throw invalid(
      error.issues.map(issue => ({
        path: `ids[${String(issue.path[0])}]`,
        message: issue.message,
      })),
    );
  }
  return ids;
}

function summaryOf(
  state: HealthState | undefined,
): Omit<HealthSummary, 'serverId' | 'uptimeH24' | 'basis'> {
  if (!state) return { status: 'unknown', recent: [] };
  const { status, since, reason, recent } = state;
  return {
    status,
    ...(since && { since: since.toISOString() }),
    ...(reason && { reason }),
    recent: recent
      .filter(({ isLogin }) => !isLogin)
      .map(({ at, ok, latencyMs }) => ({
        at: at.toISOString(),
        ok,
        ...(latencyMs !== undefined && { latencyMs }),
      })),
  };
}
