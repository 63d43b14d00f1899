import type {
  Server,
  ServerHealth,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer, Prune, RequestContext, SliceWith } from '../../ports';
import { answerHealth } from './answerHealth';
import { createServerHealthRouter } from './createServerHealthRouter';
import type { HealthDeps } from '../state/HealthDeps';
import { HistoryStore } from './HistoryStore';
import { ProbeStore } from '../state/ProbeStore';
import { RollupStore } from './RollupStore';
import { SloStore } from './SloStore';
import { evaluateSlos, type SloDeps } from './evaluateSlos';
import { rawSince } from './keptProbes';
import { rollUp } from './rollUp';
import { HOUR_MS, monthsBefore, plus } from '../state/times';

export interface History extends SliceWith<'routers' | 'tasks' | 'prunes'> {
  /** Whether a server works now, and how well it did, as `GET /v1/servers/{id}/health` tells it. */
  healthOf(ctx: RequestContext, server: Server): Promise<ServerHealth>;
}

/** What becomes of probes: sums, answers, alerts, and in the end nothing. */
export function createHistory(
  deps: Omit<SloDeps, 'history' | 'slos'> &
    Pick<HealthDeps, 'registry' | 'states'> & { authorizer: Authorizer },
): History {
  const { database, clock, settings } = deps;
  const history = new HistoryStore(database);
  const slos = new SloStore(database);
  const rollups = new RollupStore(database);
  const answering = { ...deps, history };
  return {
    healthOf: (ctx, server) => answerHealth(answering, ctx, server),
    routers: [
      createServerHealthRouter({
        deps: answering,
        authorizer: deps.authorizer,
      }),
    ],
    tasks: [
      {
        id: 'sprintconnect-health-rollup',
        everyMinutes: 5,
        run: signal =>
          rollUp({
            database,
            clock,
            rollups,
            rawSince: rawSince(settings, clock.now()),
            signal,
          }),
      },
      {
        id: 'sprintconnect-health-slos',
        everyMinutes: 1,
        run: signal => evaluateSlos({ ...deps, history, slos }, signal),
      },
    ],
    prunes: createPrunes({ database, clock, rollups, history, settings }),
  };
}

function createPrunes(
  deps: Pick<HealthDeps, 'database' | 'clock' | 'settings'> & {
    rollups: RollupStore;
    history: HistoryStore;
  },
): Prune[] {
  const { clock, rollups, history, settings } = deps;
  const probes = new ProbeStore(deps.database, clock);
  const oldestSum = () => monthsBefore(clock.now(), settings.rollupMonths);
  return [
    async limit => {
      // What is not summed up yet is kept however old it is; an hour more than is read, for reads in flight.
      const summedUp = await rollups.doneUntil('hour');
      const before = plus(rawSince(settings, clock.now()), -HOUR_MS);
      if (!summedUp) return 0;
      return probes.prune({
        before: before < summedUp ? before : summedUp,
        limit,
      });
    },
    limit => rollups.prune('hour', { before: oldestSum(), limit }),
    limit => rollups.prune('day', { before: oldestSum(), limit }),
    limit => history.pruneIncidents({ before: oldestSum(), limit }),
  ];
}
