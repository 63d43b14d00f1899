import type { z } from 'zod';
import { type EventMessage, eventMessages } from './eventMessages';
import {
  type EventType,
  type SprintConnectEvent,
  type StreamGap,
  eventTypeSchema,
  sprintConnectEventSchema,
  streamGapSchema,
} from './events';
import type { Rest } from './Rest';
import type { CallOptions } from './SprintConnectClientOptions';
import { SprintConnectError } from './SprintConnectError';
import { TiedSignal } from './TiedSignal';
import { withSignal } from './withSignal';

/** Which events to hear, and from where on. @public */
export interface EventStreamOptions extends CallOptions {
  /** Only events of these types. Default: all. */
  types?: readonly EventType[];
  /** The `seq` of the last event that was dealt with: the stream goes on after it. Default: what happens from now on. */
  lastEventId?: number;
  /**
   * Events were forgotten before they could be told, so that what was built from events must be fetched anew. What it
   * throws ends the stream, so that no gap is passed over.
   */
  onGap?: (gap: StreamGap) => void;
  /** After how long without a sign of life to connect again, in milliseconds. Default: 60 000. */
  silenceMs?: number;
}

/** The part of the client that hears what happens. @public */
export interface EventsClient {
  /**
   * `GET /v1/events/stream`: each event once and in order of `seq`, for as long as the caller takes them. Connects again
   * by itself, and goes on where it was; ends when `signal` aborts. Throws {@link SprintConnectError} when it is refused
   * (400, 401, 403).
   */
  stream(options?: EventStreamOptions): AsyncGenerator<SprintConnectEvent>;
}

const SILENCE_MS = 60_000;
const RETRY_MS = 3_000;
const RETRY_MAX_MS = 60_000;
/** Worth another try, as is a broken connection. */
const PASSING = [408, 429, 500, 502, 503, 504];

/** A message that no other try makes better. */
class Unreadable extends SprintConnectError {
  constructor(cause: unknown) {
    const problem = {
      type: 'about:blank',
      title: 'Unexpected response',
      status: 502,
      detail:
        "SprintConnect sent an event that this client doesn't understand. Check that both have the same version.",
      instance: '',
      requestId: '',
    };
    super(problem, { cause });
  }
}

/** Holds what `onGap` threw: it is for the caller to see, and no broken connection. */
class GapUnheard extends Error {}

export function createEventsClient(rest: Rest): EventsClient {
  return { stream: (options = {}) => streamEvents(rest, options) };
}

/** Where a stream stands, from one connection to the next. */
interface Position {
  lastEventId?: string;
  retryMs: number;
  failures: number;
}

async function* streamEvents(
  rest: Rest,
  options: EventStreamOptions,
): AsyncGenerator<SprintConnectEvent, void> {
  const { signal, lastEventId } = options;
  const position: Position = {
    lastEventId: lastEventId === undefined ? undefined : String(lastEventId),
    retryMs: RETRY_MS,
    failures: 0,
  };
  while (!signal?.aborted) {
    try {
      yield* oneConnection(rest, { options, position });
    } catch (error) {
      if (error instanceof GapUnheard) throw error.cause;
      if (signal?.aborted) return;
      const isFinal =
        error instanceof SprintConnectError && !PASSING.includes(error.status);
      if (isFinal || error instanceof Unreadable) throw error;
      position.failures += 1;
    }
    const { retryMs, failures } = position;
    await rested(
      Math.min(RETRY_MAX_MS, retryMs * 2 ** Math.max(0, failures - 1)),
      signal,
    );
  }
}

async function* oneConnection(
  rest: Rest,
  stream: { options: EventStreamOptions; position: Position },
): AsyncGenerator<SprintConnectEvent, void> {
  const { options, position } = stream;
  const { signal, types, silenceMs = SILENCE_MS, onGap } = options;
  const broken = new TiedSignal({ sources: [signal] });
  const breakOff = () => broken.abort();
  let timer = setTimeout(breakOff, silenceMs);
  try {
    const response = await rest.send('/v1/events/stream', {
      query: { types },
      stream: { lastEventId: position.lastEventId },
      signal: broken.signal,
    });
    for await (const message of eventMessages(response.body!)) {
      clearTimeout(timer);
      // What came together with the event that made the caller abort.
      if (signal?.aborted) return;
      const { lastEventId, retryMs } = message;
      position.retryMs = retryMs ?? position.retryMs;
      position.failures = 0;
      const before = Number(position.lastEventId ?? -1);
      position.lastEventId = lastEventId ?? position.lastEventId;
      if (message.event === 'stream.gap') {
        tellGap(read(streamGapSchema, message.data), onGap);
      }
      const event = eventOf(message);
      if (event && event.seq > before) yield event;
      // What the caller does with an event is not the silence of the server.
      timer = setTimeout(breakOff, silenceMs);
    }
  } finally {
    clearTimeout(timer);
    broken.abort();
  }
}

function tellGap(gap: StreamGap, onGap: EventStreamOptions['onGap']): void {
  try {
    onGap?.(gap);
  } catch (cause) {
    throw new GapUnheard("The gap wasn't handled", { cause });
  }
}

/** Events of types that a newer SprintConnect knows are passed over. */
function eventOf({ event, data }: EventMessage) {
  return data !== undefined && eventTypeSchema.safeParse(event).success
    ? read(sprintConnectEventSchema, data)
    : undefined;
}

function read<T>(schema: z.ZodType<T>, data = ''): T {
  try {
    return schema.parse(JSON.parse(data));
  } catch (cause) {
    throw new Unreadable(cause);
  }
}

function rested(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return withSignal(
    { sources: [signal], timeoutMs: ms },
    end =>
      new Promise(resolve => {
        if (end.aborted) resolve();
        end.addEventListener('abort', () => resolve());
      }),
  );
}
