import type {
  EventType,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { EventLog } from '../../ports';
import type { OfferStore } from './OfferStore';
import { OfferTable } from './OfferTable';

/** After these, names and URIs of an organisation may mean something else. */
const CHANGES: ReadonlySet<EventType> = new Set([
  'server.registered',
  'server.updated',
  'server.retired',
  'server.capabilities.changed',
]);
/** Whoever asks for names that do not exist has the table made no more often than so. */
const RELOAD_MS = 1_000;
/** A table that nobody asked for in this time is forgotten. */
const IDLE_MS = 5 * 60_000;
const SWEEP_MS = 60_000;
const JOINS_MAX = 10;

interface Kept {
  table: Promise<OfferTable>;
  loadedAt: number;
  usedAt: number;
}

/** The {@link OfferTable} of each organisation: made from the database, and made again when the registry says that something changed. */
export class OfferTables {
  readonly #store: Pick<OfferStore, 'all'>;
  readonly #eventLog: EventLog;
  readonly #kept = new Map<string, Kept>();
  #joining?: Promise<void>;
  #leave?: () => void;
  #sweeper?: NodeJS.Timeout;

  constructor(store: Pick<OfferStore, 'all'>, eventLog: EventLog) {
    this.#store = store;
    this.#eventLog = eventLog;
  }

  /** The table of an organisation. It may be behind by as long as events take. */
  async of(orgId: string): Promise<OfferTable> {
    await this.#listen();
    // What hears of no changes cannot be kept.
    if (!this.#leave) return new OfferTable(await this.#store.all({ orgId }));
    const kept = this.#kept.get(orgId) ?? this.#load(orgId);
    kept.usedAt = performance.now();
    return kept.table;
  }

  /**
   * A table that is younger than this one, because something is missing in it. `isSure`: it is there, and this table does not know it;
   * without, it is made at most once a second.
   */
  async after(
    orgId: string,
    known: OfferTable,
    { isSure }: { isSure: boolean },
  ): Promise<OfferTable> {
    const kept = this.#kept.get(orgId);
    const isNewer = kept && (await kept.table) !== known;
    const mayLoad =
      isSure || !kept || performance.now() - kept.loadedAt >= RELOAD_MS;
    if (!isNewer && mayLoad) this.#kept.delete(orgId);
    return this.of(orgId);
  }

  /** Forgets everything, and hears no more. */
  stop(): void {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
    this.#leave?.();
    this.#leave = undefined;
    this.#kept.clear();
  }

  #load(orgId: string): Kept {
    const now = performance.now();
    const table = this.#store.all({ orgId }).then(all => new OfferTable(all));
    const kept = { table, loadedAt: now, usedAt: now };
    this.#kept.set(orgId, kept);
    table.catch(() => {
      if (this.#kept.get(orgId) === kept) this.#kept.delete(orgId);
    });
    return kept;
  }

  async #listen(): Promise<void> {
    if (this.#leave) return;
    this.#joining ??= this.#join().finally(() => {
      this.#joining = undefined;
    });
    await this.#joining;
  }

  async #join(): Promise<void> {
    for (let tries = 0; tries < JOINS_MAX && !this.#leave; tries++) {
      const newest = await this.#eventLog.newest();
      this.#leave = this.#eventLog.join(newest, events => this.#hear(events));
    }
    if (!this.#leave) return;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  #hear(events: readonly SprintConnectEvent[]): void {
    for (const { type, orgId } of events) {
      if (CHANGES.has(type)) this.#kept.delete(orgId);
    }
  }

  /** Without tables nothing need be heard, and the feed of events can rest. */
  #sweep(): void {
    const now = performance.now();
    for (const [orgId, { usedAt }] of this.#kept) {
      if (now - usedAt >= IDLE_MS) this.#kept.delete(orgId);
    }
    if (this.#kept.size === 0) this.stop();
  }
}
