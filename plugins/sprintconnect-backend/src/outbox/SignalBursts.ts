import type { SprintConnectSignal } from '@sprintconnect/plugin-sprintconnect-common';

const WINDOW_MS = 1_000;
/** Signals that a window sends at once, each by itself; what comes after them waits for its end. */
const SINGLES_MAX = 10;
/** Above it a signal names no ids at all. */
const IDS_MAX = 100;

/** Of use at once only: in a burst nobody could watch them, and they would come after what ended them. */
const FLEETING: readonly SprintConnectSignal['type'][] = [
  'server.discovery.started',
];

type Send = (signal: SprintConnectSignal) => void;

/**
 * Keeps bursts from pages: every signal goes to every open browser, and ten thousand servers may change in one minute.
 * The first few of a second go out at once; the rest as one signal per type at its end, with the servers that it is
 * about, or without ids where they are many. So no browser hears more than ten signals and one per type in a second.
 */
export class SignalBursts {
  readonly #send: Send;
  #window?: NodeJS.Timeout;
  #singles = 0;
  #waiting = new Map<SprintConnectSignal['type'], SprintConnectSignal[]>();

  constructor(send: Send) {
    this.#send = send;
  }

  offer(signal: SprintConnectSignal): void {
    this.#window ??= this.#open();
    if (this.#singles < SINGLES_MAX) {
      this.#singles += 1;
      this.#send(signal);
      return;
    }
    if (FLEETING.includes(signal.type)) return;
    const same = this.#waiting.get(signal.type) ?? [];
    // One more than may be named tells that they were too many.
    if (same.length <= IDS_MAX) same.push(signal);
    this.#waiting.set(signal.type, same);
  }

  #open(): NodeJS.Timeout {
    return setTimeout(() => this.#close(), WINDOW_MS).unref();
  }

  #close(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    // In a burst that goes on, single signals would only add to what is said anyway.
    this.#singles = waiting.size ? SINGLES_MAX : 0;
    this.#window = waiting.size ? this.#open() : undefined;
    for (const signals of waiting.values()) this.#send(together(signals));
  }
}

/** Many signals of one type as one. */
function together(signals: SprintConnectSignal[]): SprintConnectSignal {
  const [first] = signals;
  if (signals.length === 1) return first;
  const { type } = first;
  const serverIds = [
    ...new Set(signals.flatMap(({ serverId }) => (serverId ? [serverId] : []))),
  ];
  const isTooMuch =
    signals.length > IDS_MAX ||
    signals.some(({ serverId, jobId }) => !serverId || jobId);
  return isTooMuch ? { type } : { type, serverIds };
}
