import { readFile } from 'node:fs/promises';
import { SecretError } from '../../ports';
import type { BaoAuth } from './BaoSettings';
import type { BaoAnswer, BaoQuestion } from './BaoRequest';

/** A token, and how long it lives. */
export interface BaoLease {
  token: string;
  /** 0: for ever, as far as we know. */
  seconds: number;
  isRenewable: boolean;
}

/** Asks without a token of ours, or with the one that the question has. */
export type Ask = (question: BaoQuestion) => Promise<BaoAnswer>;

/** Logs in in the way of the configuration. Throws SecretError. */
export async function logIn(auth: BaoAuth, ask: Ask): Promise<BaoLease> {
  const { appRole, kubernetes } = auth;
  if (appRole) {
    const { mount, roleId, secretId, secretIdFile } = appRole;
    const secret =
      secretIdFile === undefined
        ? secretId
        : await readLogin(secretIdFile, 'appRole.secretIdFile');
    return leaseOf(
      await ask({
        method: 'POST',
        path: `auth/${mount}/login`,
        body: { role_id: roleId, ...(secret && { secret_id: secret }) },
      }),
    );
  }
  if (kubernetes) {
    const { mount, role, tokenFile } = kubernetes;
    const jwt = await readLogin(tokenFile, 'kubernetes.tokenFile');
    const path = `auth/${mount}/login`;
    return leaseOf(await ask({ method: 'POST', path, body: { role, jwt } }));
  }
  const token =
    auth.tokenFile === undefined
      ? String(auth.token)
      : await readLogin(auth.tokenFile, 'tokenFile');
  const found = await ask({
    method: 'GET',
    path: 'auth/token/lookup-self',
    token,
  });
  const { ttl, renewable } = (found.data ?? {}) as Record<string, unknown>;
  return {
    token,
    seconds: Number(ttl ?? 0),
    isRenewable: renewable === true,
  };
}

/** What a login or a renewal answered. Throws SecretError where it has no token. */
export function leaseOf({ auth }: BaoAnswer): BaoLease {
  const { client_token: token, lease_duration, renewable } = auth ?? {};
  if (typeof token !== 'string') {
    throw new SecretError(
      'secrets-unavailable',
      'The vault answered a login without a token. Check sprintconnect.secrets.vault.auth.',
    );
  }
  return {
    token,
    seconds: Number(lease_duration ?? 0),
    isRenewable: renewable === true,
  };
}

/** Read at each login: whoever mounts the file changes it before it ends. */
async function readLogin(file: string, name: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SecretError(
      'secrets-unavailable',
      `The file of sprintconnect.secrets.vault.auth.${name} can't be read (${code}).`,
      { cause: error },
    );
  }
}
