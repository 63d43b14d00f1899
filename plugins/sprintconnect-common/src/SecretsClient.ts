import type { Rest } from './Rest';
import { type SecretKeys, secretKeysSchema } from './secretKeys';
import type { CallOptions } from './SprintConnectClientOptions';

/** The part of the client about how secrets are kept. @public */
export interface SecretsClient {
  /** `GET /v1/secrets/keys`: which keys wrap how many secrets, and which may be removed. */
  keys(options?: CallOptions): Promise<SecretKeys>;
}

export function createSecretsClient(rest: Rest): SecretsClient {
  return {
    keys: options =>
      rest.read('/v1/secrets/keys', secretKeysSchema, { ...options }),
  };
}
