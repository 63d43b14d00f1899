/** How long what was refused is not asked again: a name may become free, an environment be configured. */
const REFUSED_FOR_MS = 5 * 60_000;

/** What the registry said last of an entity. */
export type Verdict = {
  /** When, in milliseconds since the epoch. */
  at: number;
  /** Why it refused the entity, each in words for people; none where it accepted it. */
  reasons: string[];
};

/** What the registry said last of each entity, as far as this process asked it. */
export class EntityVerdicts {
  readonly #verdicts = new Map<string, Verdict & { wording?: string }>();
  readonly #now: () => number;

  constructor(options: { now: () => number }) {
    this.#now = options.now;
  }

  of(ref: string): Verdict | undefined {
    const verdict = this.#verdicts.get(ref);
    return verdict && { at: verdict.at, reasons: verdict.reasons };
  }

  accept(ref: string): void {
    this.#verdicts.set(ref, { at: this.#now(), reasons: [] });
  }

  /** `wording` is what was refused, so that something else is tried at once. */
  refuse(ref: string, refused: { wording: string; reasons: string[] }): void {
    this.#verdicts.set(ref, { at: this.#now(), ...refused });
  }

  /** Whether the same was refused in the last five minutes. */
  isRefused(ref: string, wording: string): boolean {
    const verdict = this.#verdicts.get(ref);
    return (
      verdict?.wording === wording && verdict.at + REFUSED_FOR_MS > this.#now()
    );
  }

  forget(ref: string): void {
    this.#verdicts.delete(ref);
  }
}
