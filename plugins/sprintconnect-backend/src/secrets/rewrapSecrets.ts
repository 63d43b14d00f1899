import {
  type AuditTrail,
  type Database,
  type JobHandler,
  type JobQueue,
  jobContext,
  type RunningJob,
  SecretError,
  type SecretPlace,
} from '../ports';
import { keyNameOf, parseEnvelope, rewrapEnvelope } from './sealing/envelope';
import type { KeyRing } from './sealing/KeyRing';
import { parseSealed } from './sealing/parseSealed';
import type { SecretStore, StoredSecret } from './SecretStore';

/** The kind of the jobs that wrap data keys anew. One for each organisation. */
const REWRAP_JOB = 'rewrap-secrets';
/** Secrets that are read at once; each is written in a transaction of its own. */
const BATCH = 50;

interface Rewrapping {
  audit: AuditTrail;
  database: Database;
  jobs: JobQueue;
  ring: KeyRing;
  store: SecretStore;
}

/** Queues the rewrapping of whatever an older key of the ring still wraps. To be called at start, and now and then. */
export async function queueRewrapping(deps: Rewrapping): Promise<void> {
  const { database, jobs, ring, store } = deps;
  const { id } = ring.first;
  for (const orgId of await store.organisationsOf(ring.older)) {
    await database.transaction(tx =>
      jobs.enqueue(tx, {
        kind: REWRAP_JOB,
        orgId,
        payload: { key: id },
        key: id,
      }),
    );
  }
}

/**
 * Wraps the data keys of an organisation with the first key of the ring; the encrypted texts stay as they are. What another
 * attempt did is not done again, so that a job which was killed goes on where it was. A secret that is kept anew or destroyed
 * meanwhile stays as that made it; one that does not open stays as it is, and is counted.
 */
export function rewrapSecretsJob(deps: Rewrapping): JobHandler {
  const { audit, database, ring, store } = deps;
  return {
    kind: REWRAP_JOB,
    timeoutMs: 60 * 60_000,
    async run(job) {
      const { rewrapped, damaged } = await rewrapAll(deps, job);
      const meta = { rewrapped, damaged };
      if (rewrapped > 0) {
        await database.transaction(tx =>
          audit.record(tx, jobContext(job), {
            action: 'secrets-rewrap',
            target: { type: 'secret-key', id: ring.first.id },
            outcome: 'success',
            meta,
          }),
        );
      }
      const left = await store.countOf(ring.older, job.orgId);
      return { ...meta, left };
    },
  };
}

async function rewrapAll({ ring, store }: Rewrapping, job: RunningJob) {
  const { orgId } = job;
  const total = await store.countOf(ring.older, orgId);
  const counts = { rewrapped: 0, damaged: 0 };
  let done = 0;
  let after: SecretPlace | undefined;
  for (;;) {
    const batch = await store.pageOf(ring.older, {
      orgId,
      after,
      limit: BATCH,
    });
    if (batch.length === 0) return counts;
    for (const each of batch) {
      job.signal.throwIfAborted();
      const next = await wrapAnew(ring, each, job.signal);
      if (!next) counts.damaged += 1;
      else if (await store.replace(each, next)) counts.rewrapped += 1;
      done += 1;
      job.progress({ done, total: Math.max(done, total) });
      after = each.place;
    }
  }
}

/** Undefined where it does not open, whatever is tried. Throws what may pass. */
async function wrapAnew(
  ring: KeyRing,
  { place, sealed }: StoredSecret,
  signal: AbortSignal,
): Promise<StoredSecret | undefined> {
  try {
    const envelope = parseEnvelope(parseSealed(sealed));
    const next = await rewrapEnvelope(ring, { place, envelope }, signal);
    return { place, sealed: JSON.stringify(next), key: keyNameOf(next) };
  } catch (error) {
    if (error instanceof SecretError && error.code === 'secret-damaged') {
      return undefined;
    }
    throw error;
  }
}
