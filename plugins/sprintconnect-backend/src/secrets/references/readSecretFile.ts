import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { SecretError } from '../../ports';

/** More than any token, key or certificate chain has. */
const BYTES_MAX = 64 * 1024;
/** Kubernetes swaps a folder of all files for another: the one found before may be gone when it is opened. */
const TRIES = 3;

/**
 * What a file below `root` holds, without the line break at its end. Read anew each time, because Kubernetes changes it when the
 * secret changes. Throws SecretError.
 */
export async function readSecretFile(
  root: string,
  segments: readonly string[],
): Promise<string> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await readOnce(root, segments);
    } catch (error) {
      if (error instanceof SecretError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' && tried < TRIES) continue;
      throw failureOf(segments, error, code);
    }
  }
}

async function readOnce(
  root: string,
  segments: readonly string[],
): Promise<string> {
  const top = await realpath(root);
  const file = await realpath(join(top, ...segments));
  const name = segments.join('/');
  if (!file.startsWith(`${top}${sep}`)) {
    throw new SecretError(
      'secret-forbidden',
      `The file ${name} leads out of sprintconnect.secrets.files.root.`,
    );
  }
  // Where somebody puts a link in its place now, it is not followed.
  const handle = await open(
    file,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  try {
    const { size } = await requireFile(handle, name);
    const bytes = Buffer.alloc(size + 1);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return textOf(bytes.subarray(0, bytesRead), name);
  } finally {
    await handle.close();
  }
}

async function requireFile(
  handle: Awaited<ReturnType<typeof open>>,
  name: string,
) {
  const found = await handle.stat();
  if (!found.isFile()) {
    throw new SecretError('secret-missing', `${name} isn't a file.`);
  }
  if (found.size > BYTES_MAX) {
    throw new SecretError(
      'secret-damaged',
      `The file ${name} is larger than 64 KiB, which no secret is.`,
    );
  }
  return found;
}

function textOf(bytes: Buffer, name: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SecretError('secret-damaged', `The file ${name} isn't text.`);
  } finally {
    bytes.fill(0);
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') {
    throw new SecretError('secret-missing', `The file ${name} is empty.`);
  }
  return secret;
}

function failureOf(
  segments: readonly string[],
  cause: unknown,
  code = 'unknown',
): SecretError {
  const name = segments.join('/');
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new SecretError(
      'secret-missing',
      `There is no file ${name} in sprintconnect.secrets.files.root.`,
      { cause },
    );
  }
  return new SecretError(
    code === 'EACCES' || code === 'EPERM' || code === 'ELOOP'
      ? 'secret-forbidden'
      : 'secrets-unavailable',
    `The file ${name} can't be read (${code}).`,
    { cause },
  );
}
