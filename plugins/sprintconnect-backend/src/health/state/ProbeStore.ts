import type { ProbeErrorCode } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, Database, Tx } from '../../ports';
import { floorTo, HOUR_MS } from './times';

/** One health check as it was seen. */
export interface ProbeRecord {
  orgId: string;
  serverId: string;
  at: Date;
  ok: boolean;
  /** Of a good probe. */
  latencyMs?: number;
  /** Of a failed one. */
  error?: { code: ProbeErrorCode; message: string };
}

/**
 * A probe that is written later than this after its hour is noted as late. Hours are summed up three minutes after that
 * at the earliest, so that a transaction which wrote its probe in time has those minutes to commit.
 */
export const LATE_AFTER_MS = 2 * 60_000;

/** Keeps an insert below the bound variables of both databases. */
const CHUNK = 500;

/** The table `probes`, and in `health_late_hours` which of its hours must be summed up again. */
export class ProbeStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Writes probes of any servers and organisations. A late one is not lost: its hour is summed up again. */
  async insertMany(tx: Tx, probes: readonly ProbeRecord[]): Promise<void> {
    for (let from = 0; from < probes.length; from += CHUNK) {
      await tx('probes').insert(probes.slice(from, from + CHUNK).map(toRow));
    }
    const late = new Map<string, { server_id: string; at: Date }>();
    for (const { serverId, at } of probes) {
      const hour = floorTo(HOUR_MS, at);
      const lateFrom = hour.getTime() + HOUR_MS + LATE_AFTER_MS;
      if (this.#clock.now().getTime() >= lateFrom) {
        late.set(`${serverId} ${hour.getTime()}`, {
          server_id: serverId,
          at: hour,
        });
      }
    }
    const hours = [...late.values()];
    for (let from = 0; from < hours.length; from += CHUNK) {
      await tx('health_late_hours')
        .insert(hours.slice(from, from + CHUNK))
        .onConflict(['server_id', 'at'])
        .ignore();
    }
  }

  /**
   * Forgets at most `limit` probes from before a time; gives how many. Goes by the order of writing, which is that of
   * time but for some seconds.
   */
  async prune(options: { before: Date; limit: number }): Promise<number> {
    return this.#database.transaction(async tx => {
      const oldest = await tx('probes')
        .orderBy('position')
        .limit(options.limit)
        .select('position', 'at');
      const gone = oldest.filter(
        row =>
          (this.#database.dialect.fromTime(row.at) as Date) < options.before,
      );
      return gone.length === 0
        ? 0
        : tx('probes')
            .whereIn(
              'position',
              gone.map(row => row.position),
            )
            .delete();
    });
  }
}

function toRow(probe: ProbeRecord) {
  return {
    org_id: probe.orgId,
    server_id: probe.serverId,
    at: probe.at,
    ok: probe.ok,
    latency_ms:
      probe.latencyMs === undefined ? null : Math.round(probe.latencyMs),
    error_code: probe.error?.code ?? null,
    error_message: probe.error?.message ?? null,
  };
}
