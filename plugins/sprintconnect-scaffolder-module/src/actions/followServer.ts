import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { ConflictError } from '@backstage/errors';
import {
  entityFaultCodes,
  type Job,
  pageOfServer,
  type Server,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Asked } from '../checks/Asked';
import { findServer } from '../checks/checkServer';
import type { Awaited } from './awaitInput';
import { inWords } from './inWords';

const PAUSE_MS = 1000;

interface Following {
  input: Awaited;
  logger: LoggerService;
  /** Whether it was the time limit that ended the wait. */
  isLate: () => boolean;
  idempotencyKey: string;
}

/**
 * The server once it was discovered.
 *
 * @throws with words that say why not, what is left, and what to do
 */
export async function followServer(
  asked: Asked & { signal: AbortSignal },
  following: Following,
): Promise<Server> {
  const say = onlyNews(following.logger);
  let server: Server | undefined;
  try {
    server = await inWords(() => untilThere(asked, following, say));
    const { id } = server;
    say(`The server is registered: ${pageOfServer(id)}`);
    const job = isKnown(server)
      ? undefined
      : await hasItLookedAt(asked, id, following.idempotencyKey);
    return await inWords(() => untilKnown(asked, { id, job, say }));
  } catch (error) {
    if (!asked.signal.aborted) throw error;
    throw await endOf(asked, following, server);
  }
}

/** A server of the catalog is there a moment after its entity. */
async function untilThere(
  asked: Asked & { signal: AbortSignal },
  { input }: Following,
  say: Say,
): Promise<Server> {
  const { serverId, name = '', environment = '', entityRef } = input;
  for (;;) {
    const server = serverId
      ? await asked.registry.getServer(serverId, asked)
      : await findServer(asked, { name, environment });
    if (server) return server;
    const refusal = entityRef && (await refusalOf(asked, entityRef));
    if (refusal) throw new ConflictError(refusal);
    say(
      `Waiting for the server ${name} of ${environment}: the catalog has not handed it over yet.`,
    );
    await delay(PAUSE_MS, undefined, { signal: asked.signal });
  }
}

/** What our catalog module says on the entity that SprintConnect cannot use. */
async function refusalOf(
  { catalog, credentials }: Asked,
  entityRef: string,
): Promise<string | undefined> {
  const entity: AlphaEntity | undefined = await catalog.getEntityByRef(
    entityRef,
    { credentials },
  );
  const fatal: string[] = [entityFaultCodes.unusable, entityFaultCodes.refused];
  const words = (entity?.status?.items ?? [])
    .filter(({ error }) => fatal.includes(String(error?.code)))
    .map(({ message }) => message);
  return words.length > 0
    ? `${words.join('\n')}\nThe entity ${entityRef} is in the catalog; correct its file, or unregister it there.`
    : undefined;
}

/** Ahead of its schedule. Who may not ask for that waits for the schedule. */
async function hasItLookedAt(
  { registry, signal }: Asked,
  id: string,
  idempotencyKey: string,
): Promise<string | undefined> {
  try {
    const { jobId } = await registry.discoverServer(id, {
      idempotencyKey,
      signal,
    });
    return jobId;
  } catch (error) {
    if (error instanceof SprintConnectError && error.status < 500) {
      return undefined;
    }
    throw error;
  }
}

const LOGIN = 'login-required';

async function untilKnown(
  asked: Asked & { signal: AbortSignal },
  what: { id: string; job: string | undefined; say: Say },
): Promise<Server> {
  const { id, job: jobId, say } = what;
  for (;;) {
    const job = jobId && (await asked.registry.getJob(jobId, asked));
    // Read after the job, so that it says what the job found.
    const server = await asked.registry.getServer(id, asked);
    if (isKnown(server)) {
      const { tools, prompts } = server.counts;
      say(`Discovered: ${tools} tools, ${prompts} prompts.`);
      return server;
    }
    const { lastError, status } = server;
    if (status === 'retired') {
      throw new ConflictError(
        `The server ${server.name} was retired meanwhile. Run the template again to register it anew.`,
      );
    }
    if (lastError?.code === LOGIN) {
      say(`${lastError.message} What it offers can't be listed.`);
      return server;
    }
    if (job && isOver(job)) throw new Error(failureOf(server, job.error));
    say(progressOf(job || undefined, lastError?.message));
    await delay(PAUSE_MS, undefined, { signal: asked.signal });
  }
}

/** Whether the last look at it succeeded. */
function isKnown({ lastDiscoveredAt, lastError }: Server): boolean {
  return (
    lastDiscoveredAt !== undefined &&
    (lastError === undefined || lastError.at < lastDiscoveredAt)
  );
}

function isOver({ state }: Job): boolean {
  return state === 'failed' || state === 'dead';
}

function progressOf(job: Job | undefined, lastError?: string): string {
  const doing = job
    ? `${job.state}, attempt ${Math.max(1, job.attempts)}${job.progress?.message ? `, ${job.progress.message}` : ''}`
    : 'waiting for its turn';
  return `Discovery: ${doing}${lastError ? `. Last time: ${lastError}` : ''}`;
}

function failureOf(server: Server, reason = 'it gave no reason'): string {
  const { name, lastError } = server;
  return `The server ${name} can't be discovered: ${lastError?.message ?? reason}\n${whatIsLeft(server)}`;
}

/** A server that the catalog owns goes with its entity. */
function whatIsLeft({ id, origin, entityRef }: Server): string {
  const wayOut =
    origin === 'catalog'
      ? `Unregister the entity ${entityRef} in the catalog`
      : 'Retire it there';
  return `It stays registered, and is looked at again by itself: see ${pageOfServer(id)}. ${wayOut} if you don't want it.`;
}

function cancelled(server: Server): string {
  return `The task was cancelled while the server ${server.name} was waited for. ${whatIsLeft(server)}`;
}

function neverThere(isLate: boolean, input: Awaited): string {
  const { name, entityRef, timeoutSeconds } = input;
  return isLate
    ? `The server is not there after ${timeoutSeconds} s. Look at the page of the entity ${entityRef ?? name} in the catalog: it says what is wrong, and the server is made as soon as it is right.`
    : 'The task was cancelled before the server was there.';
}

/** The words for a wait that was broken off, by time or by somebody. */
async function endOf(
  asked: Asked,
  { input, isLate, logger }: Following,
  server: Server | undefined,
): Promise<Error> {
  if (server && isLate()) {
    const { id } = server;
    const now = await inWords(() =>
      asked.registry.getServer(id, { signal: undefined }),
    );
    return new Error(
      failureOf(now, `there is no answer after ${input.timeoutSeconds} s.`),
    );
  }
  const words = server ? cancelled(server) : neverThere(isLate(), input);
  // Of a cancelled task the log does not show what the step ended with.
  logger.warn(words);
  return new Error(words);
}

type Say = (words: string) => void;

/** Says what is new: a wait that repeats itself fills the log of the task. */
function onlyNews(logger: LoggerService): Say {
  let last: string | undefined;
  return words => {
    if (words !== last) logger.info(words);
    last = words;
  };
}
