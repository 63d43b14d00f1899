import type { EgressTarget } from '../ports';
import { RuleSet } from './rules/RuleSet';
import type { RuleSource } from './rules/RuleBook';
import { type TrafficLimits, Turnstile } from './Turnstile';
import { Way, type WayOptions } from './Way';

export interface WaysOptions {
  rules?: RuleSource;
  defaultOf?(environment: string | undefined): 'public' | 'none';
  traffic?: TrafficLimits;
}

/** A way for each organisation and environment, and one of our own. */
export class Ways {
  /** For what the configuration names. */
  readonly own: Way;
  readonly #options: WaysOptions;
  readonly #wayOptions: WayOptions;
  readonly #byOrganisation = new Map<
    string,
    { turnstile?: Turnstile; ways: Map<string | undefined, Way> }
  >();

  constructor(options: WaysOptions, wayOptions: WayOptions) {
    this.#options = options;
    this.#wayOptions = wayOptions;
    this.own = new Way(wayOptions, { byDefault: 'public' });
    options.rules?.onChange(orgId => this.#rejudge(orgId));
  }

  /** With the rules in force now; at once where they are known. */
  of(target: EgressTarget): Way | Promise<Way> {
    const rules = this.#options.rules?.rulesFor(target) ?? RuleSet.NONE;
    const way = this.#wayOf(target);
    const follow = (found: RuleSet) => {
      way.follow(found);
      return way;
    };
    return rules instanceof RuleSet ? follow(rules) : rules.then(follow);
  }

  async close(): Promise<void> {
    const known = [...this.#byOrganisation.values()].flatMap(({ ways }) => [
      ...ways.values(),
    ]);
    await Promise.all([this.own, ...known].map(each => each.close()));
  }

  #wayOf(target: EgressTarget): Way {
    const { orgId, environment } = target;
    let organisation = this.#byOrganisation.get(orgId);
    if (!organisation) {
      const { traffic } = this.#options;
      const turnstile = traffic && new Turnstile(traffic);
      organisation = { turnstile, ways: new Map() };
      this.#byOrganisation.set(orgId, organisation);
    }
    const { turnstile, ways } = organisation;
    let way = ways.get(environment);
    if (!way) {
      const byDefault = this.#options.defaultOf?.(environment) ?? 'public';
      way = new Way(this.#wayOptions, { target, byDefault, turnstile });
      ways.set(environment, way);
    }
    return way;
  }

  /** The rules of the organisation are others: what is open is judged by them, whoever uses it. */
  #rejudge(orgId: string): void {
    for (const way of this.#byOrganisation.get(orgId)?.ways.values() ?? []) {
      const rules = this.#options.rules!.rulesFor(way.of.target!);
      if (rules instanceof RuleSet) way.follow(rules);
    }
  }
}
