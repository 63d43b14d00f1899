import type { Tx } from './Database';

/**
 * Where a secret belongs. A sealed secret opens here and nowhere else: what one organisation, holder, field or version keeps
 * is of no use in the place of another.
 */
export interface SecretPlace {
  orgId: string;
  /** What holds the secret, such as `credential:<uuid>`. */
  holder: string;
  /** Which of its secrets, such as `token` or `privateKey`. */
  field: string;
  /** From 1; each rotation is another. */
  version: number;
}

/** A secret that only {@link SecretVault.open} can read. Kept nowhere yet. */
export interface SealedSecret {
  readonly place: SecretPlace;
  /** What the engine needs to open it; never plaintext. */
  readonly sealed: string;
}

/** Why a secret cannot be sealed or opened. */
export type SecretErrorCode =
  /** Nobody has it: never kept, or destroyed. */
  | 'secret-missing'
  /** The key that sealed it is not in the key ring, or the engine refuses us. */
  | 'secret-forbidden'
  /** The engine does not answer, or is sealed. Worth another try. */
  | 'secrets-unavailable'
  /** What is kept is not what was sealed here: changed, or moved from another place. */
  | 'secret-damaged'
  /** The engine only reads, such as files mounted by Kubernetes. */
  | 'secrets-read-only';

/** A secret that could not be sealed or opened. The message says what to do and never carries the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code: SecretErrorCode;

  constructor(
    code: SecretErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Keeps secrets so that nobody reads them but the request that carries them.
 *
 * @remarks
 *
 * What may ask the network (`seal`, `open`) takes no transaction; what takes one asks only the database.
 */
export interface SecretVault {
  /** Seals a text for its place, and keeps nothing yet. Throws {@link SecretError}. */
  seal(place: SecretPlace, plaintext: string): Promise<SealedSecret>;
  /** Keeps what was sealed. A place that has a secret keeps the new one in its stead. */
  keep(tx: Tx, sealed: SealedSecret): Promise<void>;
  /**
   * The plaintext, for one request; the caller keeps it no longer than that.
   * Throws {@link SecretError}.
   */
  open(place: SecretPlace, signal?: AbortSignal): Promise<string>;
  /** What a place keeps, still sealed, for who opens it again and again. Throws {@link SecretError}. */
  read(place: SecretPlace): Promise<SealedSecret>;
  /** As `open`, without asking the database. */
  unseal(sealed: SealedSecret, signal?: AbortSignal): Promise<string>;
  /** Forgets all secrets of a holder, or those of its versions below one. */
  destroy(
    tx: Tx,
    what: { orgId: string; holder: string; belowVersion?: number },
  ): Promise<void>;
  /**
   * The plaintext behind a reference to a secret that an administrator keeps elsewhere, such as `file:weather/token`. Throws
   * {@link SecretError}.
   */
  resolve(
    reference: string,
    asker: { orgId: string },
    signal?: AbortSignal,
  ): Promise<string>;
}
