import { v4 as uuid } from 'uuid';
import { pause } from '../../pace';
import {
  OauthError,
  SecretError,
  type AccessToken,
  type Clock,
  type Database,
  type SecretVault,
  type Tx,
} from '../../ports';
import type { GivenToken } from '../client/askForToken';
import { lifetimeOf } from './lifetimeOf';
import { nextStep } from './nextStep';
import { placeOfToken } from './placeOfToken';
import type { TokenState } from './TokenState';
import type { TokenId, TokenStore } from './TokenStore';

/** Longer than a question takes (`ASK_MS`), so that two ask only where one has died. */
const LEASE_MS = 15_000;
/** Longer than a lease, so that who waits for one that has died takes its turn. */
const WAIT_MS = 20_000;
const LOOK_MIN_MS = 20;
const LOOK_MAX_MS = 250;
const FAILED_MS = 10_000;
/** After a token has ended, or a question failed for the last time. */
const FORGET_MS = 60 * 60_000;

export interface TokenTurnsDeps {
  clock: Clock;
  database: Database;
  vault: SecretVault;
  store: TokenStore;
}

/** What an authorization server gave, and what is kept together with it. */
export interface Asked {
  given: GivenToken;
  /** Writes in the transaction that keeps the token. */
  keep?(tx: Tx): Promise<void>;
}

/** Which token is wanted, and how one is got. */
export interface Wanted {
  id: TokenId;
  /** With whom the token is forgotten. */
  owner: { credentialId: string; version: number };
  refused?: number;
  /** Asks the authorization server, with the turn to do so, so that nobody else does meanwhile. */
  ask(signal: AbortSignal): Promise<Asked>;
}

/** A token, and how long it is good without looking. */
export interface KeptToken extends AccessToken {
  goodUntil: Date;
}

interface Turn extends Wanted {
  ticket: string;
  state: TokenState;
}

/** Gets tokens so that of all instances one asks, and the others take what it got. */
export class TokenTurns {
  readonly #deps: TokenTurnsDeps;

  constructor(deps: TokenTurnsDeps) {
    this.#deps = deps;
  }

  /** Throws an {@link OauthError}, a {@link SecretError}, or the reason of the signal. */
  async get(wanted: Wanted, signal: AbortSignal): Promise<KeptToken> {
    const { clock, store } = this.#deps;
    const endsAt = performance.now() + WAIT_MS;
    let lookMs = LOOK_MIN_MS;
    while (performance.now() < endsAt) {
      signal.throwIfAborted();
      const state = await store.find(wanted.id);
      const step = nextStep(state, { ...wanted, now: clock.now() });
      if (step === 'fail') throw failureOf(state);
      if (step === 'wait') {
        await pause(lookMs, signal);
        lookMs = Math.min(lookMs * 2, LOOK_MAX_MS);
        continue;
      }
      const token =
        step === 'use'
          ? await this.#open(wanted, state, signal)
          : await this.#askInTurn(wanted, signal);
      if (token) return token;
    }
    throw new OauthError(
      'authorization-server-unavailable',
      'No token came within 20 s, though another instance has asked for one',
    );
  }

  /** Keeps a token that came by another way, in the place of what there was. */
  async put(wanted: Omit<Wanted, 'refused'>): Promise<void> {
    const turn = await this.#take(wanted, { always: true });
    const { signal } = new AbortController();
    const kept = turn && (await this.#ask(turn, signal));
    if (!kept) throw new Error('Another instance took the turn');
  }

  /** Undefined when there is no such token any more. */
  async #open(
    { id }: Wanted,
    state: TokenState | undefined,
    signal: AbortSignal,
  ): Promise<KeptToken | undefined> {
    const { stamp = 0, refreshAt } = state ?? {};
    const { database, vault, store } = this.#deps;
    try {
      const text = await vault.open(placeOfToken(id, stamp), signal);
      return { text, stamp, goodUntil: refreshAt ?? new Date(0) };
    } catch (error) {
      const isPassing =
        !(error instanceof SecretError) || error.code === 'secrets-unavailable';
      if (isPassing) throw error;
      // Another took its place meanwhile, or the key that sealed it has gone: then a new one is got.
      await database.transaction(tx => store.lose(tx, id, stamp));
      return undefined;
    }
  }

  async #askInTurn(
    wanted: Wanted,
    signal: AbortSignal,
  ): Promise<KeptToken | undefined> {
    const turn = await this.#take(wanted);
    if (!turn) return undefined;
    const { state } = turn;
    try {
      return await this.#ask(turn, signal);
    } catch (error) {
      await this.#giveUp(turn, error);
      const now = this.#deps.clock.now();
      const isGood = nextStep(
        { ...state, refreshAt: state.expiresAt },
        { ...wanted, now },
      );
      if (isGood !== 'use' || signal.aborted) throw error;
      return this.#open(wanted, state, signal);
    }
  }

  /** Takes the turn to ask, unless another has it or has had it since. */
  #take(wanted: Wanted, { always = false } = {}): Promise<Turn | undefined> {
    const { clock, database, store } = this.#deps;
    const { id, owner } = wanted;
    const ticket = uuid();
    return database.transaction(async tx => {
      const now = clock.now();
      const state = await store.lock(tx, id, {
        ...owner,
        forgetAt: new Date(now.getTime() + FORGET_MS),
      });
      const step = always ? 'ask' : nextStep(state, { ...wanted, now });
      if (step !== 'ask') return undefined;
      const until = new Date(now.getTime() + LEASE_MS);
      await store.lease(tx, id, { ticket, until });
      return { ...wanted, ticket, state };
    });
  }

  async #ask(turn: Turn, signal: AbortSignal): Promise<KeptToken | undefined> {
    const { clock, store, vault } = this.#deps;
    const { id, state } = turn;
    const askedAt = clock.now();
    const stamp = state.stamp + 1;
    const { given, keep } = await turn.ask(signal);
    const text = given.accessToken;
    const sealed = await vault.seal(placeOfToken(id, stamp), text);
    const ends = lifetimeOf(given.lifetimeS, askedAt);
    const token = { stamp, askedAt, sealed, keep, ...ends };
    const isKept = await this.#keep(turn, token);
    if (isKept) return { text, stamp, goodUntil: ends.refreshAt };
    if (await store.find(id)) return undefined;
    throw new OauthError(
      'client-refused',
      'The credential was removed while a token was asked for',
    );
  }

  #keep(
    { id, ticket, refused }: Turn,
    token: {
      stamp: number;
      askedAt: Date;
      sealed: Awaited<ReturnType<SecretVault['seal']>>;
      keep?(tx: Tx): Promise<void>;
      refreshAt: Date;
      expiresAt: Date;
    },
  ): Promise<boolean> {
    const { database, store, vault } = this.#deps;
    const { stamp, sealed, askedAt, refreshAt, expiresAt } = token;
    return database.transaction(async tx => {
      const isMine = await store.keep(tx, id, {
        ...{ ticket, stamp, refreshAt, expiresAt },
        ...(refused !== undefined && { forcedAt: askedAt }),
        forgetAt: new Date(expiresAt.getTime() + FORGET_MS),
      });
      if (!isMine) return false;
      await vault.keep(tx, sealed);
      await token.keep?.(tx);
      const { orgId, holder } = sealed.place;
      await vault.destroy(tx, { orgId, holder, belowVersion: stamp });
      return true;
    });
  }

  async #giveUp({ id, ticket }: Turn, error: unknown): Promise<void> {
    const { clock, database, store } = this.#deps;
    const until = (ms: number) => new Date(clock.now().getTime() + ms);
    const failure = error instanceof OauthError && {
      error,
      until: until(error.retryAfterMs ?? FAILED_MS),
    };
    await database.transaction(tx =>
      store.giveUp(tx, id, { ticket, ...(failure && { failure }) }),
    );
  }
}

function failureOf(state: TokenState | undefined): OauthError {
  const { code, message } = state?.failure ?? {};
  return new OauthError(
    code ?? 'authorization-server-unavailable',
    message ?? 'The authorization server gave no token a moment ago',
  );
}
