import { openAudit } from './audit';
import type { Settings } from './config';
import { openEgress } from './egress';
import type { HostServices } from './hostServices';
import { createCursors, createIdempotency, openInstanceSecret } from './http';
import { createJobs } from './jobs';
import { createLimits } from './limits';
import { backstagePublisher, createOutbox } from './outbox';
import {
  backstageCatalog,
  backstageNotifier,
  createReadinessRouter,
  openDatabase,
  systemClock,
} from './platform';
import type { Slice } from './ports';

/** What every slice stands on. */
export type Plumbing = Awaited<ReturnType<typeof openPlumbing>>;

/** Builds the plumbing: the slices above are given it as ports, and do not know which it is. */
export async function openPlumbing(
  services: HostServices,
  { settings, policyHash }: { settings: Settings; policyHash: string },
) {
  const { auditor, databaseService, events, logger, signals } = services;
  const clock = systemClock;
  const database = await openDatabase(databaseService, logger);
  const publish = backstagePublisher({ events, signals, logger });
  const outboxSlice = createOutbox({ database, clock, logger, publish });
  const { outbox } = outboxSlice;
  const jobs = createJobs({
    database,
    outbox,
    clock,
    logger,
    pollIntervalMs: settings.jobs.pollIntervalMs,
    leaseMs: settings.jobs.leaseSeconds * 1000,
  });
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const cursors = createCursors(secret);
  const idempotency = createIdempotency({ database, clock, secret });
  const auditSlice = await openAudit({
    database,
    clock,
    logger,
    auditor,
    settings: settings.audit,
    policyHash,
  });
  const limits = createLimits({ settings: settings.limits, clock, logger });
  const catalog = backstageCatalog(services);
  const notifier = backstageNotifier(services);
  const { audit } = auditSlice;
  const egressSlice = openEgress(
    { audit, clock, database, logger, notifier, outbox },
    { settings: settings.egress, environments: settings.environments },
  );
  let isStopping = false;
  return {
    database,
    clock,
    logger,
    outbox,
    audit,
    auditSlice,
    jobs: jobs.queue,
    catalog,
    findEntities: catalog.findEntities,
    notifier,
    egress: egressSlice.egress,
    egressSlice,
    cursors,
    secret,
    idempotency,
    eventLog: outboxSlice.log,
    worker: jobs.worker,
    limits,
    failures: limits.failures,
    openGate: limits.openGate,
    jobLog: jobs.log,
    readinessRouter: createReadinessRouter({
      database,
      stopping: () => isStopping,
    }),
    /** The lowest first: who stands on it writes, calls and counts by it until its own end. */
    slices: [
      { stop: limits.close },
      auditSlice,
      outboxSlice,
      egressSlice,
      jobs,
      { prunes: [idempotency.prune] },
      {
        stopping: () => {
          isStopping = true;
        },
      },
    ] satisfies Slice[],
  };
}
