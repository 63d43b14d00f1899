import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { openTestDatabase } from '../__testUtils__';
import { describeSecretVault } from './__testUtils__/describeSecretVault';
import {
  keptRows,
  openTestSecrets,
  testKey,
} from './__testUtils__/openTestSecrets';
import { describeWithPython } from './__testUtils__/preparePython';
import { startMoto } from './__testUtils__/startMoto';

jest.setTimeout(180_000);

const PLACE = {
  orgId: 'default',
  holder: 'credential:1',
  field: 'token',
  version: 1,
};
const REGION = 'eu-central-1';

/** An EMULATOR: moto answers in the place of AWS. */
describeWithPython('with AWS KMS, emulated', () => {
  const environment = process.env;
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let kms: KMSClient;
  let keyId: string;

  const newKey = async () =>
    (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;

  beforeAll(async () => {
    process.env = {
      ...environment,
      AWS_ACCESS_KEY_ID: 'of-the-emulator',
      AWS_SECRET_ACCESS_KEY: 'of-the-emulator',
    };
    moto = await startMoto();
    kms = new KMSClient({ region: REGION, endpoint: moto.url });
    keyId = await newKey();
  });
  afterAll(async () => {
    kms?.destroy();
    await moto?.stop();
    process.env = environment;
  });

  const keyOf = (id: string, key = keyId) => ({
    id,
    awsKms: { keyId: key, region: REGION, endpoint: moto.url },
  });

  describeSecretVault('a key in AWS KMS', async () => {
    const database = await openTestDatabase();
    const { vault } = await openTestSecrets(database, { keys: [keyOf('kms')] });
    return { database, vault, kept: () => keptRows(database) };
  });

  it('takes over what a key of the configuration sealed', async () => {
    const database = await openTestDatabase();
    const local = { id: 'local', secret: testKey(1) };
    const before = await openTestSecrets(database, { keys: [local] });
    const sealed = await before.vault.seal(PLACE, 'the secret');
    await database.transaction(tx => before.vault.keep(tx, sealed));
    const both = await openTestSecrets(database, {
      keys: [keyOf('kms'), local],
    });
    const result = await both.jobs[0]!.run({
      ...{ id: 'job', kind: 'rewrap-secrets', orgId: 'default', payload: {} },
      ...{ attempt: 1, signal: new AbortController().signal },
      progress: () => {},
    });
    expect(result).toEqual({ rewrapped: 1, damaged: 0, left: 0 });
    const after = await openTestSecrets(database, { keys: [keyOf('kms')] });
    expect(await after.vault.open(PLACE)).toBe('the secret');
  });

  it('says that a key is not there', async () => {
    const { vault } = await openTestSecrets(await openTestDatabase(), {
      keys: [keyOf('kms', '00000000-0000-0000-0000-000000000000')],
    });
    const sealing = vault.seal(PLACE, 'marked-plaintext');
    await expect(sealing).rejects.toMatchObject({ code: 'secret-forbidden' });
    await expect(sealing).rejects.toThrow('AWS KMS refuses the key "kms"');
    await expect(sealing).rejects.not.toThrow(/marked/);
  });

  // The emulator lets everybody use every key, so that what AWS answers is played.
  it.each([
    ['AccessDeniedException', 'secret-forbidden'],
    ['DisabledException', 'secret-forbidden'],
    ['CredentialsProviderError', 'secret-forbidden'],
    ['ThrottlingException', 'secrets-unavailable'],
    ['TimeoutError', 'secrets-unavailable'],
    ['InvalidCiphertextException', 'secret-damaged'],
  ])('tells %s as %s', async (name, code) => {
    const { vault } = await openTestSecrets(await openTestDatabase(), {
      keys: [keyOf('kms')],
    });
    const send = jest
      .spyOn(KMSClient.prototype, 'send')
      .mockImplementationOnce(async () => {
        throw Object.assign(new Error('marked'), { name });
      });
    const sealing = vault.seal(PLACE, 'text');
    await expect(sealing).rejects.toMatchObject({ code });
    await expect(sealing).rejects.not.toThrow(/marked/);
    send.mockRestore();
  });

  it('says that nobody answers', async () => {
    const { vault } = await openTestSecrets(await openTestDatabase(), {
      keys: [
        {
          id: 'kms',
          awsKms: { keyId, region: REGION, endpoint: 'http://127.0.0.1:1' },
        },
      ],
    });
    await expect(vault.seal(PLACE, 'text')).rejects.toMatchObject({
      code: 'secrets-unavailable',
    });
  });
});
