import type { AuditTrail, Clock, Database, Outbox } from '../../ports';
import { ProblemError, type Cursors } from '../../http';
import type { AccessAuthorizer, RoleLookup } from '../../permissions';
import type { ApiKeyStore } from '../../identity';

/** What the verbs of API keys work with. */
export interface KeysDeps {
  audit: AuditTrail;
  authorizer: AccessAuthorizer;
  boundTo: RoleLookup['boundTo'];
  clock: Clock;
  cursors: Cursors;
  database: Database;
  keys: ApiKeyStore;
  outbox: Outbox;
}

/** 404: not there, or another organisation's. */
export function noSuchKey(): ProblemError {
  return new ProblemError({
    status: 404,
    detail: 'API key not found. GET /v1/api-keys lists them.',
  });
}

/** A 400 problem unless the time is still to come. */
export function requireFuture(text: string | undefined | null, now: Date) {
  if (text && new Date(text) <= now) {
    throw new ProblemError({
      kind: 'invalid-request',
      detail:
        'A key can\'t expire in the past. Choose a later "expiresAt", or leave it out.',
      errors: [{ path: 'expiresAt', message: 'is in the past' }],
    });
  }
  return text ? new Date(text) : undefined;
}
