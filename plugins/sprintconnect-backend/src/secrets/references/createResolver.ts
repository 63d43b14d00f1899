import { SecretError, type SecretVault } from '../../ports';
import { pathOf } from './pathOf';
import { readSecretFile } from './readSecretFile';

/** Reads a secret that the company keeps elsewhere; undefined where there is none. */
export type ReadElsewhere = (
  segments: readonly string[],
  field: string,
  signal?: AbortSignal,
) => Promise<string | undefined>;

export interface ResolverOptions {
  /** Where files are mounted. Absent: `file:` is off. */
  root?: string;
  /** Reads from the KV engine of a vault. Absent: `vault:` is off. */
  readKv?: ReadElsewhere;
  /** Whether each organisation has what is below a folder by its id, and nothing else. */
  isApart: boolean;
}

/** Follows references: `file:<path>` to a mounted file, `vault:<path>#<field>` to a field of a secret in a vault (KV, version 2). */
export function createResolver(
  options: ResolverOptions,
): SecretVault['resolve'] {
  const { isApart, readKv, root } = options;
  return async (reference, { orgId }, signal) => {
    signal?.throwIfAborted();
    const colon = reference.indexOf(':');
    const scheme = reference.slice(0, Math.max(colon, 0));
    const rest = reference.slice(colon + 1);
    const asker = { scheme, orgId, isApart };
    if (scheme === 'file') {
      if (root === undefined) throw off('file', 'sprintconnect.secrets.files');
      return readSecretFile(root, pathOf(rest, asker));
    }
    if (scheme === 'vault') {
      if (!readKv) throw off('vault', 'sprintconnect.secrets.vault.kv');
      const [path = '', field = '', ...more] = rest.split('#');
      if (field === '' || more.length > 0) {
        throw new SecretError(
          'secret-forbidden',
          'A reference into a vault names a path and a field, such as vault:weather/production#token.',
        );
      }
      const secret = await readKv(pathOf(path, asker), field, signal);
      if (secret !== undefined) return secret;
      throw new SecretError(
        'secret-missing',
        `The vault has no secret ${path} with a text in the field "${field}".`,
      );
    }
    throw new SecretError(
      'secret-missing',
      'A reference begins with "file:" or "vault:".',
    );
  };
}

function off(scheme: string, setting: string): SecretError {
  return new SecretError(
    'secret-missing',
    `References that begin with "${scheme}:" are off. They need ${setting} in the configuration.`,
  );
}
