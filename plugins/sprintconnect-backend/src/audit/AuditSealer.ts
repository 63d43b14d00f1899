import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Rounds } from '../pace';
import { type Clock, DatabaseUnavailableError } from '../ports';
import type { Mark } from './createMarkSigner';
import type { SealStore } from './SealStore';

const BATCH = 500;
/** Between two rounds, so that what many write at once is sealed together. */
const GAP_MS = 50;
const ANCHOR_MS = 5 * 60_000;
const COMPLAINT_MS = 10 * 60_000;

export interface AuditSealerOptions {
  store: SealStore;
  clock: Clock;
  logger: LoggerService;
  auditor?: AuditorService;
  /** How often to look for entries that other processes wrote. Default 1000. */
  pollIntervalMs?: number;
}

/** Chains entries soon after they are written, and notes now and then, outside of the database, how far it came. */
export class AuditSealer {
  readonly #options: AuditSealerOptions;
  readonly #rounds: Rounds;
  readonly #unanchored = new Map<string, Mark>();
  readonly #complainedAt = new Map<string, number>();
  #anchoredAt = -Infinity;

  constructor(options: AuditSealerOptions) {
    this.#options = options;
    this.#rounds = new Rounds({
      work: () => this.#work(),
      onError: error => {
        if (error instanceof DatabaseUnavailableError) return;
        options.logger.error(
          "Couldn't seal audit entries; trying again",
          error as Error,
        );
      },
      everyMs: options.pollIntervalMs ?? 1_000,
      leadMs: GAP_MS,
      gapMs: GAP_MS,
    });
  }

  start(): void {
    this.#rounds.start();
  }

  wake(): void {
    this.#rounds.wake();
  }

  async stop(): Promise<void> {
    await this.#rounds.stop();
    await this.#anchor();
  }

  /** Seals whatever has no seal. */
  async sealAll(): Promise<void> {
    const { store, clock } = this.#options;
    for (const orgId of await store.unsealed()) {
      let sealing;
      do {
        sealing = await store.seal(orgId, { now: clock.now(), limit: BATCH });
        if (sealing.state === 'sealed' && sealing.count > 0) {
          this.#unanchored.set(orgId, sealing.head);
        }
      } while (sealing.state === 'sealed' && sealing.count === BATCH);
      if (sealing.state === 'broken') this.#complain(orgId, sealing.reason);
    }
  }

  async #work(): Promise<void> {
    await this.sealAll();
    if (performance.now() - this.#anchoredAt >= ANCHOR_MS) await this.#anchor();
  }

  /** A copy of each head where an attacker with the database cannot reach it. */
  async #anchor(): Promise<void> {
    const { auditor, logger } = this.#options;
    if (this.#unanchored.size === 0) return;
    this.#anchoredAt = performance.now();
    const marks = [...this.#unanchored.values()];
    this.#unanchored.clear();
    for (const { orgId, seq, hash } of marks) {
      // This spelling is what `sprintconnect-audit verify --anchors` finds in a log.
      logger.info(`audit-anchor ${JSON.stringify({ orgId, seq, hash })}`);
      try {
        const event = await auditor?.createEvent({
          eventId: 'audit-anchor',
          meta: { orgId, seq, hash },
        });
        await event?.success();
      } catch (error) {
        logger.warn(
          "Backstage's auditor did not take an anchor",
          error as Error,
        );
      }
    }
  }

  #complain(orgId: string, reason: string): void {
    const now = performance.now();
    const last = this.#complainedAt.get(orgId) ?? -Infinity;
    if (now - last < COMPLAINT_MS) return;
    this.#complainedAt.set(orgId, now);
    this.#options.logger.error(
      `The audit chain of organisation ${JSON.stringify(orgId)} was tampered with: ${reason} New entries are kept but not sealed. Run "sprintconnect-audit verify".`,
    );
  }
}
