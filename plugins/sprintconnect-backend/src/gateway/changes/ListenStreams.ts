import type { Response } from 'express';
import { ProblemError } from '../../http';
import type { Clock, RequestContext } from '../../ports';
import type { McpEndpoint } from '../call/McpEndpoint';
import type { ListChanges } from './ListChanges';
import type { ListenSettings } from './ListenSettings';
import { ListenStream, type ListenWords } from './ListenStream';

export interface ListenStreamsDeps {
  changes: Pick<ListChanges, 'watch'>;
  clock: Clock;
  settings: ListenSettings;
}

/** The longest time that a timer of Node.js takes. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** The streams of this instance on which MCP clients hear that their lists changed: how many there may be, and how long. */
export class ListenStreams {
  readonly #deps: ListenStreamsDeps;
  readonly #streams = new Set<ListenStream>();
  readonly #places = new Map<string, number>();
  #taken = 0;
  #heart?: NodeJS.Timeout;
  #isStopping = false;

  constructor(deps: ListenStreamsDeps) {
    this.#deps = deps;
  }

  /**
   * Streams to `res` until the client leaves, its credential expires or is revoked, or the instance stops. Resolves as soon as the stream is
   * open. Throws before the first byte only: a ProblemError where there is no place.
   */
  async open(
    { ctx, endpoint }: { ctx: RequestContext; endpoint: McpEndpoint },
    words: ListenWords,
    res: Response,
  ): Promise<void> {
    // Whoever left before has said so already, and would keep the place for ever.
    if (res.closed) return;
    const release = this.#takePlace(ctx);
    res.once('close', release);
    const stream = new ListenStream(res, words);
    try {
      const leave = await this.#deps.changes.watch({
        ...{ ctx, endpoint },
        onChange: lists => stream.tell(lists),
        onRevoked: () => stream.end(),
      });
      if (res.closed || this.#isStopping) leave();
      else res.once('close', leave);
      if (this.#isStopping) throw stopping();
    } catch (error) {
      release();
      throw error;
    }
    if (res.closed) return;
    stream.open();
    const unfollow = words.follow?.(uri => stream.update(uri));
    if (unfollow) res.once('close', unfollow);
    this.#keep(stream, { ctx, res });
  }

  /** Ends every stream; clients come back, to another instance or after the next start. */
  stop(): void {
    this.#isStopping = true;
    clearInterval(this.#heart);
    for (const stream of this.#streams) stream.end();
  }

  #takePlace({ orgId, caller }: RequestContext): () => void {
    const { max, perCaller } = this.#deps.settings;
    if (this.#isStopping) throw stopping();
    if (this.#taken >= max) {
      throw new ProblemError({
        kind: 'streams-full',
        detail: `All ${max} streams of this instance are in use. Try again soon, or ask for the lists now and then instead. An administrator can raise sprintconnect.gateway.streams.max.`,
        headers: { 'Retry-After': '30' },
      });
    }
    const who = JSON.stringify([orgId, caller.type, caller.ref]);
    const own = this.#places.get(who) ?? 0;
    if (own >= perCaller) {
      throw new ProblemError({
        kind: 'too-many-streams',
        detail: `You've reached the limit of open streams (${own}). Close one, or share one between programs.`,
        headers: { 'Retry-After': '30' },
      });
    }
    this.#taken += 1;
    this.#places.set(who, own + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#taken -= 1;
      const left = (this.#places.get(who) ?? 1) - 1;
      if (left) this.#places.set(who, left);
      else this.#places.delete(who);
    };
  }

  #keep(
    stream: ListenStream,
    { ctx, res }: { ctx: RequestContext; res: Response },
  ): void {
    const { clock, settings } = this.#deps;
    const lifeMs = ctx.expiresAt
      ? ctx.expiresAt.getTime() - clock.now().getTime()
      : TIMER_MS_MAX;
    const life = setTimeout(
      () => stream.end(),
      Math.min(Math.max(0, lifeMs), TIMER_MS_MAX),
    );
    life.unref();
    this.#streams.add(stream);
    res.once('close', () => {
      clearTimeout(life);
      this.#streams.delete(stream);
      if (this.#streams.size > 0) return;
      clearInterval(this.#heart);
      this.#heart = undefined;
    });
    this.#heart ??= setInterval(() => {
      for (const each of this.#streams) each.beat();
    }, settings.heartbeatSeconds * 1000);
  }
}

function stopping(): ProblemError {
  return new ProblemError({
    kind: 'shutting-down',
    detail: 'This instance is shutting down. Connect again.',
    headers: { 'Retry-After': '2' },
  });
}
