import type { Response } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventType } from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Authorizer,
  type Clock,
  DatabaseUnavailableError,
  type EventLog,
  type RequestContext,
} from '../ports';
import { invalid, ProblemError } from '../http';
import { StreamFilter, type VisibleServers } from './StreamFilter';
import { EventStream } from './EventStream';
import type { EventStreamsSettings } from './EventStreamsSettings';

/** Clients come back spread over this time, so that those of a backend that stops do not come all at once. */
const RETRY_MS = { least: 1_000, spread: 4_000 };

export interface EventStreamsOptions {
  eventLog: EventLog;
  clock: Clock;
  authorizer: Authorizer;
  registry: VisibleServers;
  logger: LoggerService;
  settings: EventStreamsSettings;
}

/** What a client asked for. */
export interface StreamRequest {
  types?: ReadonlySet<EventType>;
  /** Go on after this; default: what happens from now on. */
  lastEventId?: number;
}

/** The open streams of this process: how many there may be, and how long. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #places = new Map<string, number>();
  readonly #streams = new Set<EventStream>();
  #taken = 0;
  #heart?: NodeJS.Timeout;
  #stopping = false;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  /** Streams to `res` until the client leaves, its time is over, or the backend stops. Throws before the first byte only. */
  async serve(
    ctx: RequestContext,
    request: StreamRequest,
    res: Response,
  ): Promise<void> {
    // Whoever left while they were judged has said so already, and would keep the place for ever.
    if (res.closed) return;
    const release = this.#takePlace(ctx);
    res.once('close', release);
    try {
      const { eventLog, logger, settings } = this.#options;
      const newest = await eventLog.newest();
      const { types, lastEventId: after = newest } = request;
      if (after > newest) {
        throw invalid([
          {
            path: 'lastEventId',
            message: `is ${after}, but the last event is ${newest}; send the ID of an event you received`,
          },
        ]);
      }
      if (this.#stopping) throw stopped();
      if (res.closed) return;
      const retryMs =
        RETRY_MS.least + Math.floor(Math.random() * RETRY_MS.spread);
      const stream = new EventStream({
        ...{ res, types, after, newest, retryMs },
        orgId: ctx.orgId,
        filter: new StreamFilter({ ...this.#options, ctx, newest }),
        stallMs: settings.stallSeconds * 1000,
      });
      this.#keep(stream, { ctx, res });
      await stream.run(eventLog).catch(error => {
        // The database may stop at the same time as we do.
        if (isRefusal(error) || this.#stopping) {
          stream.end();
          return;
        }
        if (!(error instanceof DatabaseUnavailableError)) {
          logger.warn("Couldn't read events for a stream", error);
        }
        res.destroy();
      });
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Ends every stream; the clients come back, to another instance or after the next start. */
  stop(): void {
    this.#stopping = true;
    clearInterval(this.#heart);
    for (const stream of this.#streams) stream.end();
  }

  #takePlace({ orgId, caller }: RequestContext): () => void {
    const { connectionsMax, connectionsPerCallerMax } = this.#options.settings;
    if (this.#stopping) throw stopped();
    if (this.#taken >= connectionsMax) {
      throw new ProblemError({
        kind: 'streams-full',
        detail: `All ${connectionsMax} streams of this instance are in use. Try again soon, or poll instead. An administrator can raise sprintconnect.events.connectionsMax.`,
        headers: { 'Retry-After': '30' },
      });
    }
    const who = JSON.stringify([orgId, caller.type, caller.ref]);
    const own = this.#places.get(who) ?? 0;
    if (own >= connectionsPerCallerMax) {
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
    stream: EventStream,
    { ctx, res }: { ctx: RequestContext; res: Response },
  ): void {
    const { clock, settings } = this.#options;
    const expiresInMs = ctx.expiresAt
      ? ctx.expiresAt.getTime() - clock.now().getTime()
      : Infinity;
    const lifeMs = Math.min(settings.lifeSeconds * 1000, expiresInMs);
    const life = setTimeout(() => stream.end(), Math.max(0, lifeMs));
    this.#streams.add(stream);
    res.once('close', () => {
      clearTimeout(life);
      this.#streams.delete(stream);
      if (this.#streams.size === 0) {
        clearInterval(this.#heart);
        this.#heart = undefined;
      }
    });
    this.#heart ??= setInterval(() => {
      for (const each of this.#streams) each.beat();
    }, settings.heartbeatSeconds * 1000);
  }
}

/** Somebody lost their permission while they listened. */
function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 403;
}

function stopped(): ProblemError {
  return new ProblemError({
    kind: 'shutting-down',
    detail: 'This instance is shutting down. Reconnect.',
    headers: { 'Retry-After': '2' },
  });
}
