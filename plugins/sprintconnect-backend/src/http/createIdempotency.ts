import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Request, Response } from 'express';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, Database, RequestContext, Tx } from '../ports';
import { type IdempotencyRow, IdempotencyStore } from './IdempotencyStore';
import { ProblemError } from './ProblemError';

const KEPT_MS = 24 * 3600 * 1000;

/** What a write did. */
export interface Done<T> {
  /** As it is told: JSON, or undefined. */
  result: T;
  /** True when an earlier request with the same key did it. */
  replayed: boolean;
}

/** A request as far as repeating it matters. Without a key nothing is remembered. */
export interface RepeatableRequest {
  ctx: RequestContext;
  key: string | undefined;
  /** Method and path with its ids, such as `POST /v1/servers`. */
  route: string;
  body: unknown;
}

/** A key that was taken, or what came of it when it was taken before. */
export type Claim<T> =
  | { replayed: true; result: T }
  | {
      replayed: false;
      /** Keeps what came of the work: from now on every repetition answers this. */
      keep(result: T): Promise<void>;
      /** Nothing was done: the next request with this key begins anew. */
      free(): Promise<void>;
    };

/** `Idempotency-Key`: a write that is sent twice happens once, for 24 hours. */
export interface Idempotency {
  /**
   * Does the work in the caller's transaction, or gives what came of it when it was done for this key before. Throws a
   * 409 problem when the key was used for another request. A request that fails leaves its key free.
   */
  run<T>(
    tx: Tx,
    request: RepeatableRequest,
    work: () => Promise<T>,
  ): Promise<Done<T>>;
  /**
   * Takes the key for work that no transaction can hold, such as a call to a server, or gives what came of it when it was done for this
   * key before. Throws a 409 problem when the key was used for another request, and while the first one is under way: work whose
   * process died stays so, because nobody knows what it did.
   */
  claim<T>(request: RepeatableRequest): Promise<Claim<T>>;
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
        return { result: await work(), replayed: false };
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
        refuseOther(known, fingerprint);
        // The fingerprint names the route, so that the result is of this work.
        return {
          result: known.result as Awaited<ReturnType<typeof work>>,
          replayed: true,
        };
      }
      const result = await work();
      await store.keepResult(tx, ctx, { key, result });
      return { result, replayed: false };
    },
    async claim<T>(request: RepeatableRequest): Promise<Claim<T>> {
      const { ctx, key } = request;
      if (key === undefined) {
        return { replayed: false, keep: async () => {}, free: async () => {} };
      }
      const { database, clock } = options;
      const fingerprint = fingerprintOf(request);
      const now = clock.now();
      const expiresAt = new Date(now.getTime() + KEPT_MS);
      const known = await database.transaction(tx =>
        store.take(tx, ctx, { key, fingerprint, now, expiresAt }),
      );
      if (known) {
        if (known.fingerprint === fingerprint && !known.isDone)
          throw underWay();
        refuseOther(known, fingerprint);
        return { replayed: true, result: known.result as T };
      }
      return {
        replayed: false,
        keep: result =>
          database.transaction(tx =>
            store.keepResult(tx, ctx, { key, result }),
          ),
        free: () => database.transaction(tx => store.free(tx, ctx, key)),
      };
    },
    prune: limit => store.prune({ now: options.clock.now(), limit }),
  };
}

function underWay(): ProblemError {
  return new ProblemError({
    kind: 'idempotency-key-in-progress',
    detail:
      'The first request with this Idempotency-Key has not ended, or its process has died. It is not sent again. GET /v1/calls tells how it ended.',
    headers: { 'Retry-After': '1' },
  });
}

function refuseOther(known: IdempotencyRow, fingerprint: string): void {
  if (known.fingerprint !== fingerprint || !known.isDone) {
    throw new ProblemError({
      kind: 'idempotency-key-reused',
      detail:
        'This Idempotency-Key was already used for a different request in the last 24 hours. Use a new one.',
    });
  }
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

/** Says on an answer when it is a repeated one. */
export function noteReplay(
  res: Response,
  { replayed }: Pick<Done<unknown>, 'replayed'>,
): Response {
  return replayed ? res.set('Idempotency-Replayed', 'true') : res;
}
