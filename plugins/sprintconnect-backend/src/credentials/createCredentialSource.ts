import {
  CredentialError,
  type CredentialSource,
  type CredentialUser,
  OauthError,
  type OutgoingCredential,
  type Presented,
  SecretError,
} from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import { type CredentialRecord, isOwnRef } from './CredentialRecord';
import { showAccount } from './accounts';
import { clientOf, type Opened, showToken, tokensOf } from './clientTokens';
import { originOf } from './kinds/originOf';
import { presentedBy, presentedToken } from './kinds/presentedBy';
import {
  type GivenCredential,
  type SealedContent,
} from './kinds/SealedContent';
import { openContent } from './openContent';
import { SealedVersions } from './SealedVersions';
import type { Showing } from './tokens';

type SourceDeps = Pick<
  CredentialDeps,
  'clock' | 'persons' | 'tokens' | 'vault'
> & {
  store: Pick<CredentialDeps['store'], 'findByRef'>;
};
type Attempt = Presented['attempt'];
/** Most tries of one request: the current version, a younger token of it, and the same of the version before. */
const TRIES_MAX = 4;

/** The source of what servers name. Each request reads what is good now, and opens it; what was opened is kept by nobody. */
export function createCredentialSource(deps: SourceDeps): CredentialSource {
  const versions = new SealedVersions(deps.vault);
  const source: CredentialSource = {
    of: user => ({
      present: async (url, { signal, refused }) => {
        const record = await deps.store.findByRef(user, user.credentialRef);
        if (!record || !mayUse(record, user)) throw unknown(user);
        refuseExpired(deps, record);
        const instead = usedInstead(record, user);
        if (instead) {
          return source.of(instead).present(url, { signal, refused });
        }
        const { orgId, id: credentialId } = record;
        const tries = (refused?.attempt.tries ?? 0) + 1;
        let after = refused?.attempt;
        for (;;) {
          const version = versionAfter(deps, record, after);
          if (version === undefined) return undefined;
          const stamp =
            after?.version === version ? after.tokenStamp : undefined;
          const shown = await asCredentialError(async () => {
            const content = await openContent(versions, {
              ...{ record, version, signal },
            });
            refuseElsewhere(content, { url, user });
            const { given } = content;
            const { environment } = user;
            const showing = { url, signal, stamp, tries };
            if (given.type === 'oauth-user') {
              const account = { user, content, version, given };
              return showAccount(deps, account, showing);
            }
            const opened = {
              ...{ orgId, environment },
              ...{ credentialId, version, given },
            };
            return show(deps, opened, showing);
          });
          if (shown) return shown;
          // No younger token of this version: what is left is the one before.
          after = { version, tries };
        }
      },
    }),
  };
  return source;
}

/** What nobody asked for uses what the credential names, where it names something. */
function usedInstead(
  { type, details }: CredentialRecord,
  user: CredentialUser,
): CredentialUser | undefined {
  if (type !== 'oauth-user' || user.caller) return undefined;
  const { discoverWith } = details;
  return discoverWith ? { ...user, credentialRef: discoverWith } : undefined;
}

/** What was given for one connection test. It is kept nowhere, so that there is no version before it, and one token for all of the test. */
export function credentialOnTrial(
  deps: Pick<CredentialDeps, 'tokens' | 'vault'>,
  tried: { orgId: string; environment?: string; content: SealedContent },
): OutgoingCredential {
  const { orgId, environment, content } = tried;
  const { origins, given } = content;
  let token: Promise<{ text: string }> | undefined;
  const words = 'the one that was given';
  const attempt = { version: 1, tries: 1 };
  return {
    present: async (url, { signal, refused }) => {
      if (!origins.includes(originOf(url))) throw notFor(url);
      if (refused) return undefined;
      return asCredentialError(async () => {
        if (given.type === 'oauth-user') throw onlyWhenKept();
        if (given.type !== 'oauth-client-credentials') {
          const version = {
            ...{ orgId, environment, given },
            ...{ credentialId: '', version: 1 },
          };
          const shown = await show(deps, version, { url, signal, tries: 1 });
          return shown && { ...shown, words };
        }
        token ??= tokensOf(deps).triedToken(
          clientOf(deps, { orgId, environment, given, url }),
          { signal: signal ?? new AbortController().signal },
        );
        const { text } = await token;
        return { ...presentedToken(text), words, attempt };
      });
    },
  };
}

/** An own one is for its server alone, a shared one for the environments that it names. */
function mayUse(record: CredentialRecord, user: CredentialUser): boolean {
  if (record.serverId !== undefined) return record.serverId === user.serverId;
  const { environments } = record;
  return (
    !environments ||
    (user.environment !== undefined && environments.includes(user.environment))
  );
}

/** The version to try, after one that was refused. Of the current one a younger token may do. */
function versionAfter(
  { clock }: SourceDeps,
  record: CredentialRecord,
  refused: Attempt | undefined,
): number | undefined {
  if (!refused) return record.version;
  if (refused.tries >= TRIES_MAX) return undefined;
  // Rotated meanwhile: the request began with what was good then.
  if (refused.version < record.version && refused.tries === 1) {
    return record.version;
  }
  if (refused.tokenStamp !== undefined) return refused.version;
  const { previous, type } = record;
  // An account is of one person, and nothing that is of all takes its place, nor the other way round.
  if ([type, previous?.type].includes('oauth-user')) return undefined;
  return previous &&
    previous.version < refused.version &&
    previous.until > clock.now()
    ? previous.version
    : undefined;
}

function refuseExpired({ clock }: SourceDeps, record: CredentialRecord): void {
  const { expiresAt } = record;
  if (!expiresAt || expiresAt > clock.now()) return;
  throw new CredentialError(
    `${nameOf(record)} expired on ${expiresAt.toISOString().slice(0, 10)}, so nothing was sent. Replace the credential.`,
  );
}

/** By what is sealed, whatever the rows of the database say. */
function refuseElsewhere(
  { origins, serverId }: SealedContent,
  { url, user }: { url: URL; user: CredentialUser },
): void {
  if (!origins.includes(originOf(url))) throw notFor(url);
  if (isOwnRef(user.credentialRef) && serverId !== user.serverId) {
    throw unknown(user);
  }
}

/** Undefined where a younger token is asked for and cannot be had. */
async function show(
  deps: Pick<CredentialDeps, 'tokens' | 'vault'>,
  opened: Opened,
  showing: Showing,
): Promise<Presented | undefined> {
  const { given, version, orgId } = opened;
  const { signal, tries } = showing;
  if (given.type === 'oauth-client-credentials') {
    return showToken(deps, { ...opened, given }, showing);
  }
  const resolved = await resolvedSecrets(deps, { orgId, given, signal });
  const shown = presentedBy(given, field => resolved.get(field) ?? '');
  const words = `version ${version}`;
  return { ...shown, words, attempt: { version, tries } };
}

/** The secrets by field: as they are sealed, or as they are kept elsewhere now. */
async function resolvedSecrets(
  { vault }: Pick<CredentialDeps, 'vault'>,
  of: { orgId: string; given: GivenCredential; signal?: AbortSignal },
): Promise<Map<string, string>> {
  const { orgId, given, signal } = of;
  const all = new Map<string, string>();
  for (const [field, value] of Object.entries(given)) {
    if (typeof value === 'string') all.set(field, value);
    else if (isReference(value)) {
      all.set(field, await vault.resolve(value.ref, { orgId }, signal));
    }
  }
  return all;
}

function isReference(value: unknown): value is { ref: string } {
  return typeof value === 'object' && value !== null && 'ref' in value;
}

/** What went wrong, in words that hold no secret. */
async function asCredentialError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SecretError) {
      throw new CredentialError(
        `The credential couldn't be opened, so nothing was sent. ${error.message}`,
        { isPassing: error.code === 'secrets-unavailable', cause: error },
      );
    }
    if (error instanceof OauthError) {
      throw new CredentialError(
        `There is no token for the server, so nothing was sent. ${error.message}`,
        {
          isPassing: error.code === 'authorization-server-unavailable',
          needsAccount: error.code === 'login-ended',
          cause: error,
        },
      );
    }
    throw error;
  }
}

function nameOf({ name }: CredentialRecord): string {
  return name === undefined
    ? 'The credential of the server'
    : `The credential ${name}`;
}

function unknown({ credentialRef, environment }: CredentialUser) {
  const named = isOwnRef(credentialRef) ? '' : ` ${credentialRef}`;
  const where = environment === undefined ? '' : ` in ${environment}`;
  return new CredentialError(
    `There is no credential${named} that the server can use${where}, so nothing was sent. Add a credential, or name another one.`,
  );
}

function onlyWhenKept() {
  return new CredentialError(
    'People connect their accounts to a server that is registered, so that this can be tested only then. Register it, connect yours, and refresh it.',
    { needsAccount: true },
  );
}

function notFor({ origin }: URL) {
  return new CredentialError(
    `The credential wasn't given for ${origin}, so nothing was sent. Give it again for this address.`,
  );
}
