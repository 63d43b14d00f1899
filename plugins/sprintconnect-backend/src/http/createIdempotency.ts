import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Request, Response } from 'express';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, Database, RequestContext, Tx } from '../ports';
import { IdempotencyStore } from './IdempotencyStore';
import { ProblemError } from './ProblemError';

const KEPT_MS = 24 * 3600 * 1000;

/** What a write answers. `body` is JSON or absent. */
export interface Answer {
  status: number;
  body?: unknown;
  location?: string;
  /** True when this is the answer to an earlier request with the same key. */
  replayed?: boolean;
}

/** A request as far as repeating it matters. Without a key nothing is remembered. */
export interface RepeatableRequest {
  ctx: RequestContext;
  key: string | undefined;
  /** Method and path with its ids, such as `POST /v1/servers`. */
  route: string;
  body: unknown;
}

/** `Idempotency-Key`: a write that is sent twice happens once, for 24 hours. */
export interface Idempotency {
  /**
   * Does the work in the caller's transaction, or gives the answer that this key already got. Throws a
   * 409 problem when the key was used for another request. A request that fails leaves its key free.
   */
  run(
    tx: Tx,
    request: RepeatableRequest,
    work: () => Promise<Answer>,
  ): Promise<Answer>;
  /** Forgets up to `limit` expired keys; gives how many. */
  prune(limit: number): Promise<number>;
}

/** Idempotency over the table `idempotency_keys`. */
export function createIdempotency(options: {
  database: Database;
  clock: Clock;
  /** Keys the fingerprints, because a body may hold a secret that a plain hash would let be guessed. */
  secret: Buffer;
}): Idempotency {
  const store = new IdempotencyStore(options.database);
  const fingerprintOf = ({ route, body }: RepeatableRequest) =>
    createHmac('sha256', options.secret)
      .update(`request\n${route}\n${canonicalize(body ?? null)}`)
      .digest('hex');

  return {
    async run(tx, request, work) {
      const { ctx, key } = request;
      if (key === undefined) {
        return work();
      }
      const fingerprint = fingerprintOf(request);
      const now = options.clock.now();
      const expiresAt = new Date(now.getTime() + KEPT_MS);
      const known = await store.take(tx, ctx, {
        key,
        fingerprint,
        now,
        expiresAt,
      });
      if (known) {
        return replay(known, fingerprint);
      }
      const answer = await work();
      await store.keepAnswer(tx, ctx, { key, ...answer });
      return answer;
    },
    prune: limit => store.prune({ now: options.clock.now(), limit }),
  };
}

function replay(
  known: {
    fingerprint: string;
    status?: number;
    body: unknown;
    location?: string;
  },
  fingerprint: string,
): Answer {
  if (known.fingerprint !== fingerprint || known.status === undefined) {
    throw new ProblemError({
      kind: 'idempotency-key-reused',
      detail:
        'This Idempotency-Key was already used for a different request in the last 24 hours. Use a new one.',
    });
  }
  const { status, body, location } = known;
  return { status, body, location, replayed: true };
}

/** The `Idempotency-Key` of a request, or undefined. A 400 problem unless it is 1 to 255 visible ASCII characters. */
export function idempotencyKeyOf(req: Request): string | undefined {
  const key = req.get('Idempotency-Key');
  if (key === undefined) {
    return undefined;
  }
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > limits.idempotencyKeyLength) {
    throw new ProblemError({
      status: 400,
      detail: `Idempotency-Key must be 1 to ${limits.idempotencyKeyLength} visible ASCII characters.`,
    });
  }
  return key;
}

/** Sends an answer, and says so when it is a repeated one. */
export function sendAnswer(res: Response, answer: Answer): void {
  res.status(answer.status);
  if (answer.location) {
    res.location(answer.location);
  }
  if (answer.replayed) {
    res.set('Idempotency-Replayed', 'true');
  }
  if (answer.body === undefined) {
    res.end();
  } else {
    res.json(answer.body);
  }
}
