import type { EgressTarget } from '../ports';
import { createDialer, type Dialer } from './createDialer';
import type { DialerOptions } from './DialerOptions';
import { DestinationPolicy, type PolicyOptions } from './DestinationPolicy';
import { RuleSet } from './rules/RuleSet';
import type { Turnstile } from './Turnstile';

/** What all ways have in common. */
export interface WayOptions extends Omit<
  DialerOptions,
  'policy' | 'turnstile'
> {
  policy: Omit<PolicyOptions, 'rules' | 'environment' | 'byDefault'>;
}

/** Which way it is: that of an organisation and environment, or of what the configuration names. */
export interface WayOf {
  target?: EgressTarget;
  byDefault: 'public' | 'none';
  turnstile?: Turnstile;
}

/** The policy and the open connections of one organisation in one environment. Connections are never shared with another. */
export class Way {
  readonly of: WayOf;
  readonly #options: WayOptions;
  #rules = RuleSet.NONE;
  #policy: DestinationPolicy;
  #dialer?: Dialer;

  constructor(options: WayOptions, of: WayOf) {
    this.of = of;
    this.#options = options;
    this.#policy = this.#policyOf(this.#rules);
  }

  /** The one in force. */
  get policy(): DestinationPolicy {
    return this.#policy;
  }

  get dialer(): Dialer {
    this.#dialer ??= createDialer({
      ...this.#options,
      policy: () => this.#policy,
      turnstile: this.of.turnstile,
    });
    return this.#dialer;
  }

  /** From now on these rules hold, also for the connections that are open. */
  follow(rules: RuleSet): void {
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.#policy = this.#policyOf(rules);
    this.#dialer?.rejudge();
  }

  async close(): Promise<void> {
    await this.#dialer?.agent.destroy();
  }

  #policyOf(rules: RuleSet): DestinationPolicy {
    const { byDefault, target } = this.of;
    return new DestinationPolicy({
      ...this.#options.policy,
      rules,
      byDefault,
      environment: target?.environment,
    });
  }
}
