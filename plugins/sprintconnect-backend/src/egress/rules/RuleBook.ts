import type { LoggerService } from '@backstage/backend-plugin-api';
import { EgressError, type EgressTarget } from '../../ports';
import type { AddressRange } from '../addresses/AddressRange';
import type { EgressRuleRecord } from './EgressRuleRecord';
import type { EgressRuleStore } from './EgressRuleStore';
import { RuleSet } from './RuleSet';

/** Where egress finds the rules of an organisation. */
export interface RuleSource {
  /**
   * The rules that hold for a target; at once where they are known. Rejects with the EgressError `rules-unavailable` where nobody knows
   * them: what is not known to be allowed is not reached.
   */
  rulesFor(target: EgressTarget): RuleSet | Promise<RuleSet>;
  /** Tells of each organisation whose rules are others now. */
  onChange(listener: (orgId: string) => void): void;
}

/** The rules of one organisation, compiled for each environment when they are first asked for. */
interface Known {
  revision: number;
  rules: readonly EgressRuleRecord[];
  byEnvironment: Map<string | undefined, RuleSet>;
  checkedAt: number;
}

const CHECK_EVERY_MS = 1_000;
/** Rules that could not be compared for so long with what is written are not gone by. */
const TRUSTED_MS = 10_000;

/**
 * The rules of all organisations that somebody asked for, compared every second with what is written, so that a change reaches every
 * instance. The instance that made it need not wait.
 */
export class RuleBook implements RuleSource {
  readonly #store: Pick<EgressRuleStore, 'read' | 'revisions'>;
  readonly #options: {
    privateRanges: readonly AddressRange[];
    logger: LoggerService;
  };
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<Known>>();
  #listener = (_orgId: string) => {};
  #timer?: NodeJS.Timeout;
  #isClosed = false;

  constructor(
    store: Pick<EgressRuleStore, 'read' | 'revisions'>,
    options: { privateRanges: readonly AddressRange[]; logger: LoggerService },
  ) {
    this.#store = store;
    this.#options = options;
  }

  onChange(listener: (orgId: string) => void): void {
    this.#listener = listener;
  }

  rulesFor(target: EgressTarget): RuleSet | Promise<RuleSet> {
    const known = this.#known.get(target.orgId);
    return known && performance.now() - known.checkedAt < TRUSTED_MS
      ? this.#setOf(known, target)
      : this.#read(target.orgId).then(read => this.#setOf(read, target));
  }

  /** Reads the rules of an organisation anew, which this instance has just changed. */
  async refresh(orgId: string): Promise<void> {
    // One that is under way may have begun before the change.
    await this.#reading.get(orgId)?.catch(() => undefined);
    await this.#read(orgId);
  }

  /** Compares what is known with what is written. Never rejects. */
  async check(): Promise<void> {
    const orgIds = [...this.#known.keys()];
    const at = performance.now();
    try {
      const revisions = await this.#store.revisions(orgIds);
      await Promise.all(
        orgIds.map(async orgId => {
          const known = this.#known.get(orgId)!;
          if ((revisions.get(orgId) ?? 0) === known.revision) {
            known.checkedAt = at;
          } else await this.refresh(orgId);
        }),
      );
    } catch (error) {
      this.#options.logger.warn(
        'The egress rules could not be compared with the database; without it they hold for 10 s more',
        error as Error,
      );
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #read(orgId: string): Promise<Known> {
    const running = this.#reading.get(orgId);
    if (running) return running;
    const reading = this.#load(orgId).finally(() =>
      this.#reading.delete(orgId),
    );
    this.#reading.set(orgId, reading);
    return reading;
  }

  async #load(orgId: string): Promise<Known> {
    const checkedAt = performance.now();
    const { revision, rules } = await this.#store.read(orgId).catch(error => {
      throw new EgressError(
        'rules-unavailable',
        "The egress rules of your organisation couldn't be read, so SprintConnect connects to nothing for it. Try again in a moment.",
        { cause: error },
      );
    });
    const before = this.#known.get(orgId);
    const known = { revision, rules, checkedAt, byEnvironment: new Map() };
    this.#known.set(orgId, known);
    this.#watch();
    if (before && before.revision !== revision) this.#listener(orgId);
    return known;
  }

  #setOf(known: Known, { environment }: EgressTarget): RuleSet {
    const made = known.byEnvironment.get(environment);
    if (made) return made;
    const set = new RuleSet(
      known.rules.filter(rule => holdsIn(rule, environment)),
      this.#options.privateRanges,
    );
    known.byEnvironment.set(environment, set);
    return set;
  }

  /** One look at a time, from the first question on. */
  #watch(): void {
    if (this.#timer || this.#isClosed) return;
    this.#timer = setTimeout(async () => {
      await this.check();
      this.#timer = undefined;
      this.#watch();
    }, CHECK_EVERY_MS).unref();
  }
}

/** Of a target without an environment nothing is allowed that one environment could refuse. */
function holdsIn(
  rule: EgressRuleRecord,
  environment: string | undefined,
): boolean {
  if (rule.environment === undefined) return true;
  return environment === undefined
    ? rule.action === 'deny'
    : rule.environment === environment;
}
