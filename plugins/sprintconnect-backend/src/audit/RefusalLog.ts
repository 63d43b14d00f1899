import type { AuditEntry, RefusedCaller } from '../ports';

/** How many different refusals are written one by one in a window; the rest is only counted. */
const KINDS_MAX = { caller: 300, anonymous: 100 };
const WINDOW_MS = 60_000;

interface Repeated {
  by: RefusedCaller;
  entry: AuditEntry;
  repeats: number;
}
type Group = keyof typeof KINDS_MAX;

/** Writes one entry, outside of any transaction of the request. */
export type WriteRefusal = (
  by: RefusedCaller,
  entry: AuditEntry,
) => Promise<void>;

/**
 * Refusals, so that an attacker cannot fill the disk with them: the first of a kind is written at once, and what repeats
 * within a minute (the same caller, address, target and reason) becomes one more entry with a count. A process
 * writes no more than 300 kinds of callers and 100 of nobody in a minute; what goes beyond is counted, too.
 */
export class RefusalLog {
  readonly #write: WriteRefusal;
  readonly #windowMs: number;
  #seen = new Map<string, Repeated>();
  #kinds = { caller: 0, anonymous: 0 };
  #beyond = new Map<string, Repeated>();
  #timer?: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(write: WriteRefusal, windowMs = WINDOW_MS) {
    this.#write = write;
    this.#windowMs = windowMs;
  }

  note(by: RefusedCaller, entry: AuditEntry): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#windowMs).unref();
    const group: Group = 'caller' in by ? 'caller' : 'anonymous';
    const key = keyOf(by, entry);
    const known = this.#seen.get(key);
    if (known) {
      known.repeats += 1;
    } else if (this.#kinds[group] < KINDS_MAX[group]) {
      this.#kinds[group] += 1;
      this.#seen.set(key, { by, entry, repeats: 0 });
      this.#queue(by, entry);
    } else {
      this.#countBeyond(by);
    }
  }

  /** Writes what was only counted so far, and begins a new window. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counted = [...this.#seen.values(), ...this.#beyond.values()];
    this.#seen = new Map();
    this.#beyond = new Map();
    this.#kinds = { caller: 0, anonymous: 0 };
    for (const { by, entry, repeats } of counted) {
      if (repeats > 0) {
        this.#queue(by, { ...entry, meta: { ...entry.meta, repeats } });
      }
    }
    await this.#writing;
  }

  /** One count per organisation, which are few, whoever sends the requests. */
  #countBeyond(by: RefusedCaller): void {
    const chain = 'caller' in by ? by.orgId : '';
    const counted = this.#beyond.get(chain);
    if (counted) {
      counted.repeats += 1;
      return;
    }
    this.#beyond.set(chain, {
      by:
        'caller' in by
          ? { ...by, caller: { type: 'service', ref: 'refusals' } }
          : by,
      repeats: 1,
      entry: {
        action: 'requests-refuse',
        target: { type: 'route', id: '*' },
        outcome: 'failure',
        reason:
          'Too many different requests were refused within a minute to record each of them.',
      },
    });
  }

  /** One after the other, so that a flood does not take all connections to the database. */
  #queue(by: RefusedCaller, entry: AuditEntry): void {
    this.#writing = this.#writing.then(() => this.#write(by, entry));
  }
}

function keyOf(by: RefusedCaller, entry: AuditEntry): string {
  const who = 'caller' in by ? [by.orgId, by.caller] : [];
  const { action, target } = entry;
  // How long to wait makes no other kind: it changes with every second.
  const reason = entry.reason?.replace(/\b\d+ s\b/, '');
  return JSON.stringify([
    ...who,
    by.address,
    action,
    target.type,
    target.id,
    reason,
  ]);
}
