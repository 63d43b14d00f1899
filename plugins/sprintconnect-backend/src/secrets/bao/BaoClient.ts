import { type Clock, SecretError } from '../../ports';
import {
  askBao,
  type BaoAnswer,
  type BaoPlace,
  type BaoQuestion,
} from './BaoRequest';
import type { BaoAuth } from './BaoSettings';
import { type BaoLease, leaseOf, logIn } from './logIn';

/** Of the life of a token, when it is renewed. */
const RENEW_AFTER = 2 / 3;

/** A lease, and since when. */
interface HeldLease extends BaoLease {
  sinceMs: number;
}

/**
 * Asks a HashiCorp Vault or an OpenBao, logged in: one login at a time, whoever needs it. A token is renewed when two thirds of its
 * life are over, or given up for a new login where that is refused; one that the server does not know any more is replaced, and the
 * question asked once more.
 */
export class BaoClient {
  readonly #place: BaoPlace;
  readonly #auth: BaoAuth;
  readonly #clock: Clock;
  #lease?: Promise<HeldLease>;

  constructor(options: BaoPlace & { auth: BaoAuth; clock: Clock }) {
    this.#place = options;
    this.#auth = options.auth;
    this.#clock = options.clock;
  }

  /** Throws SecretError; a 403 after a login of just now is `secret-forbidden`. */
  async ask(question: Omit<BaoQuestion, 'token'>): Promise<BaoAnswer> {
    const held = this.#lease;
    const lease = await this.#current();
    const answer = await this.#with(lease, question);
    if (answer.status !== 403) return answer;
    // Another may have logged in anew since.
    if (held !== undefined && held === this.#lease) this.#lease = undefined;
    if (held === undefined) throw this.#refused(question.path);
    const again = await this.#with(await this.#current(), question);
    if (again.status === 403) throw this.#refused(question.path);
    return again;
  }

  /** Renews the token where it is time to, so that one which only we have does not end while nobody asks. */
  async keepAlive(): Promise<void> {
    if (this.#lease) await this.#current();
  }

  #with({ token }: BaoLease, question: BaoQuestion): Promise<BaoAnswer> {
    return askBao(this.#place, { ...question, token });
  }

  async #current(): Promise<HeldLease> {
    const held = this.#lease;
    if (!held) return this.#hold(this.#logIn());
    const lease = await held;
    if (!this.#isDue(lease)) return lease;
    // Whoever came first does it for all.
    return held === this.#lease
      ? this.#hold(this.#renew(lease))
      : this.#current();
  }

  #hold(asked: Promise<BaoLease>): Promise<HeldLease> {
    const sinceMs = this.#nowMs();
    const held = asked.then(lease => ({ ...lease, sinceMs }));
    this.#lease = held;
    held.catch(() => {
      if (this.#lease === held) this.#lease = undefined;
    });
    return held;
  }

  #isDue({ seconds, sinceMs }: HeldLease): boolean {
    return (
      seconds > 0 && this.#nowMs() - sinceMs >= seconds * 1_000 * RENEW_AFTER
    );
  }

  async #renew(lease: BaoLease): Promise<BaoLease> {
    if (lease.isRenewable) {
      const answer = await askBao(this.#place, {
        method: 'POST',
        path: 'auth/token/renew-self',
        body: {},
        token: lease.token,
      });
      if (answer.status === 200) return leaseOf(answer);
    }
    return this.#logIn();
  }

  #logIn(): Promise<BaoLease> {
    return logIn(this.#auth, async question => {
      const answer = await askBao(this.#place, question);
      if (answer.status === 200) return answer;
      throw new SecretError(
        'secret-forbidden',
        `The vault at ${this.#place.origin} refuses our login (${answer.status}). Check sprintconnect.secrets.vault.auth and its namespace.`,
      );
    });
  }

  #refused(path: string): SecretError {
    return new SecretError(
      'secret-forbidden',
      `The vault at ${this.#place.origin} refuses ${path}. Check the policy of what sprintconnect.secrets.vault.auth logs in with.`,
    );
  }

  #nowMs(): number {
    return this.#clock.now().getTime();
  }
}
