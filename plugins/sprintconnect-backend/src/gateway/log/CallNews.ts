import type { Clock, Outbox, Tx } from '../../ports';

/** Whose calls changed. */
export interface ChangedServer {
  orgId: string;
  serverId: string;
}

const APART_MS = 2_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const keyOf = ({ orgId, serverId }: ChangedServer) => `${orgId}\n${serverId}`;

/** Announces that calls of a server ended: at most once per server in two seconds, and once more after the last of a burst. */
export class CallNews {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  /** Servers that were announced of late, and when. */
  readonly #told = new Map<string, number>();
  /** Servers that were not because they had been. */
  readonly #owed = new Map<string, ChangedServer>();
  #timer?: NodeJS.Timeout;

  constructor(outbox: Outbox, clock: Clock) {
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Whether any of these is to be announced now, for which a transaction is needed; those that are not are owed. */
  isDue(servers: readonly ChangedServer[]): boolean {
    this.#forget();
    const known = servers.filter(({ serverId }) => UUID.test(serverId));
    if (known.some(each => !this.#told.has(keyOf(each)))) return true;
    for (const each of known) {
      const { orgId, serverId } = each;
      this.#owed.set(keyOf(each), { orgId, serverId });
    }
    return false;
  }

  /** To be called in the transaction that made it true. */
  async add(tx: Tx, servers: readonly ChangedServer[]): Promise<void> {
    const now = this.#forget();
    const byKey = new Map(servers.map(each => [keyOf(each), each]));
    const due: string[] = [];
    for (const [key, { orgId, serverId }] of byKey) {
      // What was asked for and is no server has nobody who looks at its calls.
      if (!UUID.test(serverId)) continue;
      if (this.#told.has(key)) {
        this.#owed.set(key, { orgId, serverId });
        continue;
      }
      await this.#outbox.add(tx, {
        type: 'server.calls.changed',
        orgId,
        serverId,
      });
      due.push(key);
    }
    // A try that is rolled back has told nobody.
    tx.executionPromise.then(
      () => {
        for (const key of due) {
          this.#told.set(key, now);
          this.#owed.delete(key);
        }
      },
      () => {},
    );
  }

  /** Has `tell` called with what is owed, when it may be told. */
  tellLater(tell: (owed: ChangedServer[]) => Promise<void>): void {
    if (this.#timer || this.#owed.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const owed = [...this.#owed.values()];
      // What cannot be told now stays owed, and goes with the next call that ends.
      tell(owed).then(
        () => this.tellLater(tell),
        () => {},
      );
    }, APART_MS).unref();
  }

  /** Forgets what was announced long enough ago; gives the time of now. */
  #forget(): number {
    const now = this.#clock.now().getTime();
    for (const [key, at] of this.#told) {
      if (now - at >= APART_MS) this.#told.delete(key);
    }
    return now;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
