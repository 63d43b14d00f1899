import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import type { BaoClient } from './bao/BaoClient';
import { transitWrapper } from './bao/transitWrapper';
import { awsKmsWrapper } from './kms/awsKmsWrapper';
import { isKeyText } from './sealing/isKeyText';
import { KeyRing } from './sealing/KeyRing';
import { localWrapper } from './sealing/localWrapper';
import type { KeyWrapper } from './sealing/KeyWrapper';
import { rememberKeys } from './sealing/rememberKeys';
import type { KeySettings } from './SecretSettings';

/**
 * The key ring of the configuration. Throws InputError that names the place in the configuration, and never what it found there.
 *
 * @returns undefined without keys
 */
export async function openKeyRing(
  keys: readonly KeySettings[],
  bao: BaoClient | undefined,
): Promise<KeyRing | undefined> {
  const wrappers: KeyWrapper[] = [];
  for (const [index, settings] of keys.entries()) {
    const path = `sprintconnect.secrets.keys[${index}]`;
    wrappers.push(await openKey(settings, { path, bao }));
  }
  const [first, ...others] = wrappers;
  return first && new KeyRing([first, ...others]);
}

async function openKey(
  { id, secret, keyFile, awsKms, transit }: KeySettings,
  { path, bao }: { path: string; bao: BaoClient | undefined },
): Promise<KeyWrapper> {
  if (awsKms) return rememberKeys(awsKmsWrapper(id, awsKms));
  if (transit && bao) return rememberKeys(transitWrapper(id, transit, bao));
  const text =
    keyFile === undefined
      ? String(secret)
      : await readKeyFile(keyFile, `${path}.keyFile`);
  return localWrapper(id, Buffer.from(text, 'base64'));
}

async function readKeyFile(file: string, path: string): Promise<string> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `The configuration isn't valid. ${path}: the file can't be read (${code}). Check its path and its permissions.`,
    );
  }
  if (!isKeyText(text)) {
    throw new InputError(
      `The configuration isn't valid. ${path}: the file must have 32 bytes in base64, such as the command "openssl rand -base64 32" prints.`,
    );
  }
  return text;
}
