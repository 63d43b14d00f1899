import {
  credentialManagePermission,
  type CredentialType,
  type Fault,
} from '@sprintconnect/plugin-sprintconnect-common';
import { invalid } from '../http';
import { type RequestContext, type SealedSecret, SecretError } from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import { holderOf, SEALED_FIELD } from './CredentialRecord';
import { isOpenOnTheWay } from './kinds/originOf';
import { readCertificate } from './kinds/readCertificate';
import {
  type CredentialDetails,
  detailsOf,
  type GivenCredential,
  referencesIn,
  type SealedContent,
} from './kinds/SealedContent';
import { asProblem } from './refusals';

/** What is judged and sealed, and kept nowhere yet. */
export interface PreparedCredential {
  id: string;
  version: number;
  sealed: SealedSecret;
  type: CredentialType;
  origins: readonly string[];
  details: CredentialDetails;
  expiresAt?: Date;
  rotateEveryDays?: number;
}

/** What is to be prepared. */
export interface ToPrepare {
  given: GivenCredential;
  origins: readonly string[];
  id: string;
  version: number;
  /** The server whose own it becomes. */
  serverId?: string;
}

type Checks = Pick<
  CredentialDeps,
  'authorizer' | 'clock' | 'persons' | 'settings' | 'store' | 'tokens' | 'vault'
>;

/**
 * Judges a credential and seals it, before any transaction. Throws a 400 problem with every fault, a 403 problem for a reference of somebody who may
 * not give one, and a 503 problem where secrets cannot be kept. The words of none hold a secret.
 */
export async function prepareCredential(
  deps: Checks,
  ctx: RequestContext,
  { given, origins, id, version, serverId }: ToPrepare,
): Promise<PreparedCredential> {
  if (given.type === 'oauth-user' && serverId === undefined) {
    throw invalid([
      {
        path: 'credential.type',
        message:
          'is for one server: people connect accounts to servers. Give it on the server itself',
      },
    ]);
  }
  const { expiresAt } = await checkCredential(deps, ctx, { given, origins });
  const content: SealedContent = {
    origins,
    ...(serverId && { serverId }),
    given,
    ...(given.type === 'oauth-user' &&
      ctx.caller.type === 'user' && { givenBy: ctx.caller.ref }),
  };
  const place = {
    orgId: ctx.orgId,
    holder: holderOf({ id }),
    field: SEALED_FIELD,
    version,
  };
  const sealed = await deps.vault
    .seal(place, JSON.stringify(content))
    .catch((error: unknown) => {
      throw asProblem(error);
    });
  return {
    id,
    version,
    sealed,
    type: given.type,
    origins,
    details: detailsOf(given),
    expiresAt,
    rotateEveryDays: given.rotateEveryDays,
  };
}

/** Judges a credential without keeping anything of it. Throws as {@link prepareCredential} does. */
export async function checkCredential(
  deps: Checks,
  ctx: RequestContext,
  { given, origins }: Pick<ToPrepare, 'given' | 'origins'>,
): Promise<{ expiresAt?: Date }> {
  if (Object.keys(referencesIn(given)).length > 0) {
    await deps.authorizer.require(ctx, credentialManagePermission);
  }
  const reading = given.type === 'mtls' ? readCertificate(given) : undefined;
  const expiresAt = given.expiresAt
    ? new Date(given.expiresAt)
    : reading?.expiresAt;
  const faults = [
    ...faultsOfOrigins(deps, given, origins),
    ...(reading?.faults ?? []).map(inside),
    ...faultsOfType(deps, given),
    ...(await faultsOfDiscovery(deps, ctx, { given, origins })),
    ...(await faultsOfReferences(deps, ctx, given)),
  ];
  if (expiresAt && expiresAt <= deps.clock.now()) {
    faults.push({ path: 'credential.expiresAt', message: 'is in the past' });
  }
  if (faults.length > 0) throw invalid(faults);
  return { expiresAt };
}

function faultsOfType(
  { tokens, persons }: Checks,
  { type }: GivenCredential,
): Fault[] {
  const isLacking =
    (type === 'oauth-client-credentials' && !tokens) ||
    (type === 'oauth-user' && !persons);
  return isLacking
    ? [{ path: 'credential.type', message: "isn't supported here" }]
    : [];
}

/** What discovery uses has to be there, and to be good for this server. */
async function faultsOfDiscovery(
  { store }: Checks,
  ctx: RequestContext,
  { given, origins }: Pick<ToPrepare, 'given' | 'origins'>,
): Promise<Fault[]> {
  if (given.type !== 'oauth-user' || !given.discoverWith) return [];
  const record = await store.findByRef(ctx, given.discoverWith);
  const isGood = origins.every(each => record?.origins.includes(each));
  return record && isGood
    ? []
    : [
        {
          path: 'credential.discoverWith',
          message: `names no shared credential that may be sent to ${origins.join(' and ')}`,
        },
      ];
}

function faultsOfOrigins(
  { settings }: Checks,
  { type }: GivenCredential,
  origins: readonly string[],
): Fault[] {
  const path = 'credential';
  if (origins.length === 0) {
    return [
      {
        path,
        message:
          "can't be given to a process; put it into the environment of its entry of sprintconnect.upstream.stdio",
      },
    ];
  }
  return origins.flatMap(origin => {
    if (type === 'mtls' && origin.startsWith('http:')) {
      return [{ path, message: `needs https, which ${origin} doesn't use` }];
    }
    return isOpenOnTheWay(origin, settings.allowHttp)
      ? [
          {
            path,
            message: `can't be sent to ${origin}, where others on the way can read it; use https, or have the host added to sprintconnect.credentials.allowHttp`,
          },
        ]
      : [];
  });
}

async function faultsOfReferences(
  { vault }: Checks,
  { orgId }: RequestContext,
  given: GivenCredential,
): Promise<Fault[]> {
  const references = Object.entries(referencesIn(given));
  const faults = await Promise.all(
    references.map(async ([field, reference]) => {
      try {
        await vault.resolve(reference, { orgId });
        return [];
      } catch (error) {
        const isMissing =
          error instanceof SecretError &&
          ['secret-missing', 'secret-forbidden'].includes(error.code);
        if (!isMissing) throw asProblem(error);
        const { message } = error;
        return [{ path: `credential.${field}.ref`, message }];
      }
    }),
  );
  return faults.flat();
}

function inside({ path, message }: Fault): Fault {
  return { path: `credential.${path}`, message };
}
