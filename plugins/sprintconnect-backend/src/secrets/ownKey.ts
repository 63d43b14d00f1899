import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstanceSecret } from '../http';
import type { Clock, Database } from '../ports';
import { isKeyText } from './sealing/isKeyText';
import { KEY_BYTES } from './sealing/encrypt';
import { localWrapper } from './sealing/localWrapper';
import { KeyRing } from './sealing/KeyRing';

/** Its id, which no key of the configuration should have. */
const ID = 'own';
const FILE = 'sprintconnect-secrets.key';

/**
 * A key ring for a portal that is no production and has no keys configured: a key in a file beside the database, which the
 * first start makes and only its user may read; or, where the database is no file, a key inside it.
 */
export async function openOwnKeyRing(options: {
  database: Database;
  clock: Clock;
  /** The folder of the database. Absent: it is in memory, or on a server. */
  databaseFolder?: string;
}): Promise<KeyRing> {
  const { database, clock, databaseFolder } = options;
  const key =
    databaseFolder === undefined
      ? await openInstanceSecret(database, { name: 'secrets', clock })
      : await keyOfFile(databaseFolder);
  return new KeyRing([localWrapper(ID, key)]);
}

async function keyOfFile(folder: string): Promise<Buffer> {
  const file = join(folder, FILE);
  await mkdir(folder, { recursive: true });
  // Whole from its first moment, whoever else starts now: a link cannot take the place of a file that is there.
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  const made = randomBytes(KEY_BYTES).toString('base64');
  await writeFile(draft, `${made}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  const text = (await readFile(file, 'utf8')).trim();
  if (!isKeyText(text)) {
    throw new Error(
      `${file} must have 32 bytes in base64. It seals the secrets of this portal: restore it, or remove it and add the secrets again.`,
    );
  }
  return Buffer.from(text, 'base64');
}
