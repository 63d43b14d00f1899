import {
  mkdir,
  mkdtemp,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createResolver } from './createResolver';

const asker = { orgId: 'acme' };
let top: string;
let root: string;

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'sprintconnect-files-'));
  root = join(top, 'mounted');
  await mkdir(join(root, 'weather'), { recursive: true });
  await writeFile(join(top, 'outside'), 'marked-outside');
});
afterEach(() => rm(top, { recursive: true }));

const resolver = (isApart = false) => createResolver({ root, isApart });

it.each([
  ['token', 'token'],
  ['token\n', 'token'],
  ['token\r\n', 'token'],
  ['one\ntwo\n\n', 'one\ntwo\n'],
  [' spaced ', ' spaced '],
  ['x'.repeat(64 * 1024), 'x'.repeat(64 * 1024)],
])('reads a file without the line break at its end', async (kept, secret) => {
  await writeFile(join(root, 'weather', 'token'), kept);
  expect(await resolver()('file:weather/token', asker)).toBe(secret);
});

it('reads what Kubernetes swapped for the file', async () => {
  const swap = async (revision: string) => {
    await mkdir(join(root, `..${revision}`));
    await writeFile(join(root, `..${revision}`, 'token'), revision);
    await symlink(`..${revision}`, join(root, '..data_tmp'));
    await rename(join(root, '..data_tmp'), join(root, '..data'));
  };
  await swap('2026_11_30');
  await symlink('..data/token', join(root, 'token'));
  const resolve = resolver();
  expect(await resolve('file:token', asker)).toBe('2026_11_30');
  await swap('2026_12_01');
  expect(await resolve('file:token', asker)).toBe('2026_12_01');
});

it.each([
  'file:../outside',
  'file:weather/../../outside',
  'file:/etc/passwd',
  'file://etc/passwd',
  'file:',
  'file:.',
  'file:weather/',
  'file:weather//token',
  'file:..data/token',
  'file:weather/.hidden',
  'file:weather\\token',
  'file:weather/to\u0000ken',
  'file:weather/%2e%2e',
  `file:${'a/'.repeat(10)}a`,
])('refuses a path that leads elsewhere: %j', async reference => {
  await expect(resolver()(reference, asker)).rejects.toMatchObject({
    name: 'SecretError',
    code: 'secret-forbidden',
  });
});

it('refuses links that lead out of the root', async () => {
  await symlink('../../outside', join(root, 'weather', 'token'));
  await symlink(top, join(root, 'out'));
  // A neighbour whose name begins as that of the root.
  await mkdir(join(top, 'mounted-not'));
  await writeFile(join(top, 'mounted-not', 'token'), 'marked-outside');
  await symlink('../mounted-not/token', join(root, 'near'));
  for (const path of ['weather/token', 'out/outside', 'near']) {
    const found = resolver()(`file:${path}`, asker);
    await expect(found).rejects.toMatchObject({ code: 'secret-forbidden' });
    await expect(found).rejects.not.toThrow(/marked/);
  }
});

it.each<[string, (file: string) => Promise<unknown>, string]>([
  ['nothing', async () => {}, 'secret-missing'],
  ['a folder', file => mkdir(file), 'secret-missing'],
  ['an empty file', file => writeFile(file, '\n'), 'secret-missing'],
  ['a pipe', async file => execFileSync('mkfifo', [file]), 'secret-missing'],
  ['no text', file => writeFile(file, Buffer.of(255, 254)), 'secret-damaged'],
  [
    'too much',
    file => writeFile(file, 'x'.repeat(64 * 1024 + 1)),
    'secret-damaged',
  ],
])('says that there is %s', async (_name, make, code) => {
  await make(join(root, 'weather', 'token'));
  await expect(resolver()('file:weather/token', asker)).rejects.toMatchObject({
    code,
  });
});

it('keeps organisations apart', async () => {
  for (const orgId of ['acme', 'globex']) {
    await mkdir(join(root, orgId));
    await writeFile(join(root, orgId, 'token'), `of ${orgId}`);
  }
  await writeFile(join(root, 'token'), 'of nobody');
  const resolve = resolver(true);
  expect(await resolve('file:acme/token', asker)).toBe('of acme');
  for (const reference of [
    ...['file:globex/token', 'file:token', 'file:acme', 'file:acmeX/token'],
    'file:acme/../globex/token',
  ]) {
    await expect(resolve(reference, asker)).rejects.toMatchObject({
      code: 'secret-forbidden',
    });
  }
  expect(await resolver(false)('file:globex/token', asker)).toBe('of globex');
});

it.each([
  ['file:weather/token', 'sprintconnect.secrets.files'],
  ['vault:weather#token', 'sprintconnect.secrets.vault.kv'],
  ['other:weather', 'begins with "file:" or "vault:"'],
  ['weather', 'begins with "file:" or "vault:"'],
])('says what is off: %s', async (reference, words) => {
  const resolve = createResolver({ isApart: false });
  await expect(resolve(reference, asker)).rejects.toMatchObject({
    code: 'secret-missing',
    message: expect.stringContaining(words),
  });
});

it('reads nothing for who is gone', async () => {
  await writeFile(join(root, 'token'), 'token');
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(resolver()('file:token', asker, gone)).rejects.toThrow('gone');
});
