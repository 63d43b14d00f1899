import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '../__testUtils__';
import type { Database, SecretVault } from '../ports';
import { openTestSecrets, testKey } from './__testUtils__/openTestSecrets';
import { secretSettingsSchema } from './SecretSettings';

const PLACE = {
  orgId: 'default',
  holder: 'credential:1',
  field: 'token',
  version: 1,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sprintconnect-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function keep(database: Database, vault: SecretVault) {
  const sealed = await vault.seal(PLACE, 'the secret');
  await database.transaction(tx => vault.keep(tx, sealed));
}

describe('keys of the configuration', () => {
  it.each<[string, object, string]>([
    ['no base64', { id: 'a', secret: '!'.repeat(44) }, 'keys.0.secret'],
    ['too short', { id: 'a', secret: 'c2hvcnQ=' }, 'keys.0.secret'],
    ['both', { id: 'a', secret: testKey(1), keyFile: 'x' }, 'keys.0'],
    ['neither', { id: 'a' }, 'keys.0'],
    ['a bad ID', { id: 'a b', secret: testKey(1) }, 'keys.0.id'],
  ])('are refused: %s', (_name, key, path) => {
    const read = secretSettingsSchema.safeParse({ keys: [key] });
    expect(read.error?.issues.map(each => each.path.join('.'))).toEqual([path]);
    const { secret = 'none' } = key as { secret?: string };
    expect(JSON.stringify(read.error?.issues)).not.toContain(secret);
  });

  it('are refused where two have one ID', () => {
    const keys = [1, 2].map(each => ({ id: 'a', secret: testKey(each) }));
    const read = secretSettingsSchema.safeParse({ keys });
    expect(read.error?.issues).toMatchObject([
      { path: ['keys'], message: 'must not repeat an ID' },
    ]);
  });

  it('are read from files', async () => {
    const database = await openTestDatabase();
    const keyFile = join(folder, 'key');
    await writeFile(keyFile, `${testKey(1)}\n`);
    const { vault } = await openTestSecrets(database, {
      keys: [{ id: 'one', keyFile }],
    });
    await keep(database, vault);
    const inline = await openTestSecrets(database);
    expect(await inline.vault.open(PLACE)).toBe('the secret');
  });

  it.each([
    ['is not there', undefined, "can't be read (ENOENT)"],
    ['has no key', 'marked-no-key', 'must have 32 bytes in base64'],
  ])('stop the start where a file %s', async (_name, content, words) => {
    const keyFile = join(folder, 'key');
    if (content) await writeFile(keyFile, content);
    const opened = openTestSecrets(await openTestDatabase(), {
      keys: [
        { id: 'one', secret: testKey(1) },
        { id: 'two', keyFile },
      ],
    });
    await expect(opened).rejects.toThrow(words);
    await expect(opened).rejects.toThrow(
      'sprintconnect.secrets.keys[1].keyFile',
    );
    await expect(opened).rejects.not.toThrow('marked-no-key');
  });

  it('are needed in production, where none is made', async () => {
    const opened = openTestSecrets(
      await openTestDatabase(),
      {},
      { isProduction: true, databaseFolder: folder },
    );
    await expect(opened).rejects.toThrow(
      'sprintconnect.secrets.keys is required in production',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('are missed at the start, by name, and by whoever opens', async () => {
    const database = await openTestDatabase();
    const before = await openTestSecrets(database);
    await before.start();
    await keep(database, before.vault);
    await before.start();
    expect(before.warnings).toEqual([]);
    for (const keys of [
      [{ id: 'two', secret: testKey(2) }],
      [{ id: 'one', secret: testKey(3) }],
    ]) {
      const after = await openTestSecrets(database, { keys });
      await after.start();
      expect(after.warnings).toEqual([
        expect.stringMatching(/^1 secrets are sealed with the key "one"/),
      ]);
      await expect(after.vault.open(PLACE)).rejects.toMatchObject({
        code: 'secret-forbidden',
        message: expect.stringContaining('"one"'),
      });
    }
  });
});

describe('a portal without keys', () => {
  it('makes one beside its database, which only its user may read', async () => {
    const database = await openTestDatabase();
    const options = { databaseFolder: join(folder, 'made', 'sqlite') };
    const first = await openTestSecrets(database, {}, options);
    await keep(database, first.vault);
    const files = await readdir(options.databaseFolder);
    expect(files).toEqual(['sprintconnect-secrets.key']);
    const file = join(options.databaseFolder, 'sprintconnect-secrets.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await openTestSecrets(database, {}, options);
    expect(await again.vault.open(PLACE)).toBe('the secret');
    // Of the database alone nobody opens it.
    const rows = JSON.stringify(await database.reader('secrets'));
    expect(rows).not.toContain((await readFile(file, 'utf8')).trim());
    const lost = await openTestSecrets(database, {}, {});
    await expect(lost.vault.open(PLACE)).rejects.toMatchObject({
      code: 'secret-forbidden',
    });
  });

  it('makes one only, however many start at once', async () => {
    const database = await openTestDatabase();
    const options = { databaseFolder: folder };
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => openTestSecrets(database, {}, options)),
    );
    await keep(database, all[0]!.vault);
    for (const { vault } of all) {
      expect(await vault.open(PLACE)).toBe('the secret');
    }
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('says what is wrong with a file that has no key', async () => {
    await writeFile(join(folder, 'sprintconnect-secrets.key'), 'marked');
    const opened = openTestSecrets(
      await openTestDatabase(),
      {},
      { databaseFolder: folder },
    );
    await expect(opened).rejects.toThrow('must have 32 bytes in base64');
    await expect(opened).rejects.not.toThrow('marked');
  });

  it('has one inside a database that is no file', async () => {
    const database = await openTestDatabase();
    const first = await openTestSecrets(database, {});
    await keep(database, first.vault);
    const again = await openTestSecrets(database, {});
    expect(await again.vault.open(PLACE)).toBe('the secret');
  });
});
