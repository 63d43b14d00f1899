import { openAudit } from './audit';
import { startedWith, type Settings } from './config';
import { createServiceFetch, openEgress } from './egress';
import type { HostServices } from './hostServices';
import {
  createCursors,
  createIdempotency,
  openInstanceSecret,
  type Cursors,
} from './http';
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
import type { Authorizer, Slice } from './ports';
import { openSecrets, type SecretOptions } from './secrets';

export { requireKeys } from './secrets';

/** What every slice stands on. */
export type Plumbing = Awaited<ReturnType<typeof openPlumbing>>;

/** Builds the plumbing: the slices above are given it as ports, and do not know which it is. */
export async function openPlumbing(
  services: HostServices,
  { settings, policyHash }: { settings: Settings; policyHash: string },
) {
  const { auditor, databaseService, logger } = services;
  const clock = systemClock;
  const database = await openDatabase(databaseService, logger);
  const shared = { clock, database, logger };
  const { jobs, outboxSlice } = openWork(shared, { services, settings });
  const { outbox } = outboxSlice;
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const cursors = createCursors(secret);
  const idempotency = createIdempotency({ database, clock, secret });
  const auditSlice = await openAudit({
    ...shared,
    auditor,
    settings: settings.audit,
    policyHash,
  });
  const { audit } = auditSlice;
  const notifier = backstageNotifier(services);
  const known = { ...shared, audit, notifier, outbox };
  const egressSlice = openEgress(known, settings);
  const secrets = await openVault(
    { ...shared, audit, jobs: jobs.queue },
    settings,
  );
  const limits = createLimits({ settings: settings.limits, clock, logger });
  const catalog = backstageCatalog(services);
  let isStopping = false;
  return {
    ...known,
    auditSlice,
    /** Of the plumbing, once it is known who may ask. */
    routers: (deps: { authorizer: Authorizer; cursors: Cursors }) => [
      auditSlice.router(deps),
      ...egressSlice.routersFor({ ...deps, idempotency }),
      secrets.router(deps),
    ],
    jobs: jobs.queue,
    catalog,
    findEntities: catalog.findEntities,
    egress: egressSlice.egress,
    cursors,
    secret,
    idempotency,
    vault: secrets.vault,
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
      secrets,
      { prunes: [idempotency.prune] },
      {
        stopping: () => {
          isStopping = true;
        },
      },
    ] satisfies Slice[],
  };
}

/** What is told and done once a transaction has committed. */
function openWork(
  shared: Pick<SecretOptions, 'clock' | 'database'> & {
    logger: HostServices['logger'];
  },
  { services, settings }: { services: HostServices; settings: Settings },
) {
  const publish = backstagePublisher(services);
  const outboxSlice = createOutbox({ ...shared, publish });
  const jobs = createJobs({
    ...shared,
    outbox: outboxSlice.outbox,
    pollIntervalMs: settings.jobs.pollIntervalMs,
    leaseMs: settings.jobs.leaseSeconds * 1000,
  });
  return { jobs, outboxSlice };
}

function openVault(
  parts: Pick<
    SecretOptions,
    'audit' | 'clock' | 'database' | 'jobs' | 'logger'
  >,
  { databaseFolder, secrets, tenancy }: Settings,
) {
  return openSecrets({
    ...parts,
    settings: secrets,
    isApart: tenancy.mode === 'catalog',
    openService: createServiceFetch,
    databaseFolder,
    isProduction: startedWith.isProduction(),
  });
}
