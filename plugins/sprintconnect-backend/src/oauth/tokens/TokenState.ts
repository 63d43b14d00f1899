import type { OauthErrorCode } from '../../ports';

/** What the instances know together of the token of one client for one server. */
export interface TokenState {
  /** Of the kept token; 0 when there is none. */
  stamp: number;
  /** From when on a new one is asked for. */
  refreshAt?: Date;
  expiresAt?: Date;
  /** When a token was last asked for because the server refused the one before. */
  forcedAt?: Date;
  /** Until when an instance is asking. */
  leaseUntil?: Date;
  /** Why the last question failed, while it is not to be asked again. */
  failure?: { code: OauthErrorCode; message: string; until: Date };
}
