import { openTestDatabase } from '../__testUtils__';
import type { SecretVault } from '../ports';
import {
  openTestSecrets,
  testKey,
} from '../secrets/__testUtils__/openTestSecrets';
import { SealedVersions } from './SealedVersions';

const OLD = { id: 'old', secret: testKey(1) };
const NEW = { id: 'new', secret: testKey(2) };
const PLACE = {
  ...{ orgId: 'default', holder: 'credential:1' },
  ...{ field: 'content', version: 1 },
};

async function world() {
  const database = await openTestDatabase();
  const vaultOf = async (keys: object[]) =>
    (await openTestSecrets(database, { keys })).vault;
  const keep = async (
    vault: SecretVault,
    place: typeof PLACE,
    text: string,
  ) => {
    const sealed = await vault.seal(place, text);
    await database.transaction(tx => vault.keep(tx, sealed));
  };
  return { database, vaultOf, keep };
}

/** A vault that counts how often it is read. */
function counted(vault: SecretVault) {
  const read = jest.fn(vault.read);
  return { read, vault: { ...vault, read } };
}

it('reads a version once, and each of its own', async () => {
  const { vaultOf, keep } = await world();
  const real = await vaultOf([OLD]);
  await keep(real, PLACE, 'first');
  await keep(real, { ...PLACE, version: 2 }, 'second');
  await keep(real, { ...PLACE, orgId: 'other' }, 'foreign');
  const { vault, read } = counted(real);
  const versions = new SealedVersions(vault);
  for (let time = 0; time < 2; time++) {
    expect(await versions.open(PLACE)).toBe('first');
    expect(await versions.open({ ...PLACE, version: 2 })).toBe('second');
    expect(await versions.open({ ...PLACE, orgId: 'other' })).toBe('foreign');
  }
  expect(read).toHaveBeenCalledTimes(3);
});

it('keeps no plaintext', async () => {
  const { vaultOf, keep } = await world();
  const real = await vaultOf([OLD]);
  await keep(real, PLACE, 'marked-secret');
  const unseal = jest.fn(real.unseal);
  const versions = new SealedVersions({ ...real, unseal });
  await versions.open(PLACE);
  await versions.open(PLACE);
  expect(unseal).toHaveBeenCalledTimes(2);
  expect(JSON.stringify(unseal.mock.calls)).not.toContain('marked-secret');
});

it('reads anew what its key does not open any more', async () => {
  const { vaultOf, keep } = await world();
  const before = await vaultOf([OLD]);
  await keep(before, PLACE, 'text');
  let now = before;
  const versions = new SealedVersions({
    ...before,
    read: place => now.read(place),
    unseal: sealed => now.unseal(sealed),
  });
  expect(await versions.open(PLACE)).toBe('text');
  now = await vaultOf([NEW]);
  await expect(versions.open(PLACE)).rejects.toMatchObject({
    code: 'secret-forbidden',
  });
  await keep(now, PLACE, 'text');
  expect(await versions.open(PLACE)).toBe('text');
});

it('has nothing that was not kept', async () => {
  const { vaultOf } = await world();
  const versions = new SealedVersions(await vaultOf([OLD]));
  await expect(versions.open(PLACE)).rejects.toMatchObject({
    code: 'secret-missing',
  });
});
