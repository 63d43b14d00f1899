import { ConnectionRefused } from './ConnectionPool';
import type { ConnectionSettings } from './ConnectionSettings';
import { KeptChannel } from './KeptChannel';

const RETRY_AFTER_MS = 1_000;

/** All channels that are kept, within their bounds: what is idle for long ends, and so does what was idle the longest where room is needed. */
export class ChannelShelf {
  readonly #settings: ConnectionSettings;
  /** Used last at the end. */
  readonly #kept = new Map<string, KeptChannel>();
  /** Retired, and used still. */
  readonly #leaving = new Set<KeptChannel>();
  readonly #closing = new Map<KeptChannel, Promise<void>>();

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** Also while it opens. */
  get(key: string): KeptChannel | undefined {
    return this.#kept.get(key);
  }

  has(server: string): boolean {
    return this.#of(server).length > 0;
  }

  /**
   * Undefined where one more may be opened now. Otherwise ends one that is idle, and gives when it has ended: then it has to be asked
   * again. Throws `busy` where all are in use.
   */
  makeRoom(wanted: {
    server: string;
    isProcess: boolean;
  }): Promise<void> | undefined {
    const { max, sessionsPerServer, processesMax } = this.#settings;
    const all = [...this.#kept.values()];
    const own = all.filter(({ server }) => server === wanted.server);
    if (own.length >= sessionsPerServer) this.#retireIdle(own, 'sessions');
    else if (all.length >= max) this.#retireIdle(all, 'connections');
    if (!wanted.isProcess) return undefined;
    const processes = all.filter(kept => kept.isProcess && !kept.isRetired);
    const gone = [...this.#leaving, ...this.#closing.keys()];
    const going = gone.filter(({ isProcess }) => isProcess).length;
    if (processes.length + going < processesMax) return undefined;
    const ending = [...this.#closing].filter(([each]) => each.isProcess);
    if (ending.length > 0) {
      return Promise.race(ending.map(([, ended]) => ended));
    }
    return this.#closing.get(this.#retireIdle(processes, 'processes'));
  }

  add(kept: KeptChannel): void {
    this.#kept.set(kept.key, kept);
    kept.ready.then(
      channel => channel.closed.then(() => this.retire(kept)),
      () => this.retire(kept),
    );
  }

  /** Keeps it for somebody else. Where they have one already, this one serves no more calls. */
  rename(kept: KeptChannel, key: string): void {
    if (kept.isRetired) return;
    if (this.#kept.has(key)) {
      this.retire(kept);
      return;
    }
    this.#kept.delete(kept.key);
    kept.key = key;
    this.#kept.set(key, kept);
  }

  /** One more call uses it. */
  take(kept: KeptChannel): void {
    kept.users++;
    if (kept.isRetired) return;
    this.#kept.delete(kept.key);
    this.#kept.set(kept.key, kept);
  }

  /** A call is done with it. One that nobody waits for any more is not opened to the end. */
  release(kept: KeptChannel): void {
    kept.users--;
    kept.usedAt = performance.now();
    if (kept.users > 0) return;
    if (kept.isRetired) this.#end(kept);
    else if (!kept.channel) this.retire(kept);
    else kept.timer ??= this.#sleep(kept, this.#idleMs(kept));
  }

  /** No call begins on it any more; it ends with the last that uses it. */
  retire(kept: KeptChannel): void {
    if (kept.isRetired) return;
    kept.isRetired = true;
    clearTimeout(kept.timer);
    this.#kept.delete(kept.key);
    if (kept.users === 0) this.#end(kept);
    else this.#leaving.add(kept);
  }

  retireServer(server: string): void {
    for (const each of this.#of(server)) this.retire(each);
  }

  /** Ends all, whoever uses them. Never rejects. */
  async endAll(): Promise<void> {
    for (const each of this.#kept.values()) this.retire(each);
    for (const each of this.#leaving) this.#end(each);
    await Promise.all(this.#closing.values());
  }

  #of(server: string): KeptChannel[] {
    return [...this.#kept.values()].filter(each => each.server === server);
  }

  #retireIdle(oldestFirst: readonly KeptChannel[], what: string): KeptChannel {
    const idle = oldestFirst.find(({ users }) => users === 0);
    if (!idle) {
      throw new ConnectionRefused(
        'busy',
        `All ${what} that SprintConnect may hold are in use. Try again in a moment.`,
        RETRY_AFTER_MS,
      );
    }
    this.retire(idle);
    return idle;
  }

  #end(kept: KeptChannel): void {
    this.#leaving.delete(kept);
    const ended = kept.close().finally(() => this.#closing.delete(kept));
    this.#closing.set(kept, ended);
  }

  #idleMs(kept: KeptChannel): number {
    const { idleSeconds, sessionIdleSeconds } = this.#settings;
    return (kept.isSession ? sessionIdleSeconds : idleSeconds) * 1000;
  }

  /** One timer for all calls of an interval, because calls are far more than ends. */
  #sleep(kept: KeptChannel, ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      kept.timer = undefined;
      if (kept.users > 0) return;
      const leftMs = kept.usedAt + this.#idleMs(kept) - performance.now();
      if (leftMs <= 0) this.retire(kept);
      else kept.timer = this.#sleep(kept, Math.ceil(leftMs));
    }, ms);
    return timer.unref();
  }
}
