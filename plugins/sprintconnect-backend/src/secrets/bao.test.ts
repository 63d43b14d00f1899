import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'testing';
import { openTestDatabase } from '../__testUtils__';
import { createServiceFetch } from '../egress';
import type { OpenService, SecretPlace } from '../ports';
import { describeSecretVault } from './__testUtils__/describeSecretVault';
import { keptRows, openTestSecrets } from './__testUtils__/openTestSecrets';
import { describeWithPython } from './__testUtils__/preparePython';
import { type OpenBao, startOpenBao } from './__testUtils__/startOpenBao';

jest.setTimeout(180_000);

const PLACE: SecretPlace = {
  orgId: 'default',
  holder: 'credential:1',
  field: 'token',
  version: 1,
};
const KEYS = [{ id: 'bao', transit: { key: 'portal' } }];
const POLICY = `
path "transit/encrypt/portal" { capabilities = ["update"] }
path "transit/decrypt/portal" { capabilities = ["update"] }
path "secret/data/sprintconnect/*" { capabilities = ["read"] }
`;

/** A token of a service account, as Kubernetes signs it, and the key that shows it. */
function serviceAccountToken() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  });
  const part = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: 'system:serviceaccount:portal:backstage',
    aud: 'vault',
    iat: 1_700_000_000,
    exp: 4_102_444_800,
  };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(text), privateKey);
  return {
    token: `${text}.${signature.toString('base64url')}`,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
  };
}

describeWithPython('with a real OpenBao', () => {
  let bao: OpenBao;
  let folder: string;
  let appRole: { roleId: string; secretId: string };
  const closing: { stop(): unknown }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sprintconnect-bao-test-'));
    bao = await startOpenBao();
    await bao.admin('sys/mounts/transit', { type: 'transit' });
    await bao.admin('transit/keys/portal', { type: 'aes256-gcm96' });
    await bao.admin('sys/policies/acl/portal', { policy: POLICY });
    await bao.admin('sys/auth/approle', { type: 'approle' });
    await bao.admin('auth/approle/role/portal', {
      token_policies: 'portal',
      token_ttl: '60s',
      token_max_ttl: '1h',
    });
    const role = await bao.admin('auth/approle/role/portal/role-id');
    const secret = await bao.admin('auth/approle/role/portal/secret-id', {});
    appRole = {
      roleId: role.data.role_id,
      secretId: secret.data.secret_id,
    };
    await bao.admin('secret/data/sprintconnect/weather/production', {
      data: { token: 'marked-elsewhere', number: 7 },
    });
  });
  afterAll(async () => {
    await bao?.stop();
    await rm(folder, { recursive: true });
  });

  /** Opens the slice; `asked` has every request that it makes. */
  async function open(
    vault: object = {},
    { database = undefined as never, ...more }: Record<string, any> = {},
  ) {
    const asked: { path: string; token?: string }[] = [];
    const openService: OpenService = options => {
      const { fetch, close } = createServiceFetch(options);
      return {
        close,
        fetch: async (url, init = {}) => {
          const { 'X-Vault-Token': token } = init.headers as Record<
            string,
            string
          >;
          asked.push({ path: new URL(url).pathname.slice(4), token });
          return fetch(url, init);
        },
      };
    };
    const secrets = await openTestSecrets(
      database ?? (await openTestDatabase()),
      {
        keys: KEYS,
        vault: {
          url: bao.origin,
          caFile: bao.caFile,
          auth: { appRole },
          kv: {},
          ...vault,
        },
      },
      { openService, ...more },
    );
    closing.push(secrets);
    return { ...secrets, asked };
  }
  afterEach(async () => {
    for (const each of closing.splice(0)) await each.stop();
  });

  describeSecretVault('keys of a transit engine', async () => {
    const database = await openTestDatabase();
    const { vault } = await open({}, { database });
    return { database, vault, kept: () => keptRows(database) };
  });

  it('asks for a data key once a minute at most, and never for a secret', async () => {
    const database = await openTestDatabase();
    const { vault, asked } = await open({}, { database });
    const sealed = await vault.seal(PLACE, 'the secret');
    await database.transaction(tx => vault.keep(tx, sealed));
    for (let count = 0; count < 5; count += 1) {
      expect(await vault.open(PLACE)).toBe('the secret');
    }
    expect(asked.map(({ path }) => path)).toEqual([
      'auth/approle/login',
      'transit/encrypt/portal',
      'transit/decrypt/portal',
    ]);
  });

  it('binds a data key to its place inside the vault, too', async () => {
    const { vault } = await open();
    const { sealed } = await vault.seal(PLACE, 'the secret');
    const { wrapped } = JSON.parse(sealed);
    await expect(
      bao.admin('transit/decrypt/portal', {
        ciphertext: wrapped,
        associated_data: Buffer.from('elsewhere').toString('base64'),
      }),
    ).rejects.toThrow('answered 400');
  });

  it('opens after the key was rotated inside the vault', async () => {
    const database = await openTestDatabase();
    const { vault } = await open({}, { database });
    const sealed = await vault.seal(PLACE, 'the secret');
    await database.transaction(tx => vault.keep(tx, sealed));
    await bao.admin('transit/keys/portal/rotate', {});
    const again = await open({}, { database });
    expect(await again.vault.open(PLACE)).toBe('the secret');
  });

  it('logs in once, whoever needs it at the same time', async () => {
    const { vault, asked } = await open();
    await Promise.all(
      [1, 2, 3].map(version => vault.seal({ ...PLACE, version }, 'text')),
    );
    expect(
      asked.filter(({ path }) => path === 'auth/approle/login'),
    ).toHaveLength(1);
  });

  it('renews its token after two thirds of its life, and logs in when it may not', async () => {
    let now = new Date('2026-11-30T12:00:00Z');
    const clock = { now: () => now };
    const { vault, asked } = await open({}, { clock });
    const pass = (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    };
    await vault.seal(PLACE, 'text');
    pass(39);
    await vault.seal(PLACE, 'text');
    pass(2);
    await vault.seal(PLACE, 'text');
    pass(41);
    // The server does not know it any more: not to be renewed.
    await bao.admin('auth/token/revoke', { token: asked.at(-1)!.token });
    await vault.seal(PLACE, 'text');
    expect(asked.map(({ path }) => path)).toEqual([
      ...['auth/approle/login', 'transit/encrypt/portal'],
      'transit/encrypt/portal',
      ...['auth/token/renew-self', 'transit/encrypt/portal'],
      ...['auth/token/renew-self', 'auth/approle/login'],
      'transit/encrypt/portal',
    ]);
  });

  it('logs in anew when its token is not known any more, and asks once more', async () => {
    const { vault, asked } = await open();
    await vault.seal(PLACE, 'text');
    await bao.admin('auth/token/revoke', { token: asked.at(-1)!.token });
    await vault.seal(PLACE, 'text');
    expect(asked.slice(2).map(({ path }) => path)).toEqual([
      'transit/encrypt/portal',
      'auth/approle/login',
      'transit/encrypt/portal',
    ]);
  });

  it.each([
    ['a token', async () => ({ token: bao.root })],
    [
      'a token in a file',
      async () => {
        const tokenFile = join(folder, 'token');
        await writeFile(tokenFile, `${bao.root}\n`);
        return { tokenFile };
      },
    ],
    [
      'AppRole with a secret ID in a file',
      async () => {
        const secretIdFile = join(folder, 'secret-id');
        await writeFile(secretIdFile, `${appRole.secretId}\n`);
        return { appRole: { roleId: appRole.roleId, secretIdFile } };
      },
    ],
  ])('logs in with %s', async (_name, auth) => {
    const { vault } = await open({ auth: await auth() });
    expect((await vault.seal(PLACE, 'text')).sealed).toContain('vault:v');
  });

  // By the method "jwt", which is asked as "kubernetes" is, and needs no cluster to ask in its turn.
  it('logs in as a service account of Kubernetes', async () => {
    const { publicKey, token } = serviceAccountToken();
    await bao.admin('sys/auth/kubernetes', { type: 'jwt' });
    await bao.admin('auth/kubernetes/config', {
      jwt_validation_pubkeys: [publicKey],
    });
    await bao.admin('auth/kubernetes/role/portal', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: ['vault'],
      bound_subject: 'system:serviceaccount:portal:backstage',
      token_policies: 'portal',
    });
    const tokenFile = join(folder, 'jwt');
    await writeFile(tokenFile, token);
    const { vault, asked } = await open({
      auth: { kubernetes: { role: 'portal', tokenFile } },
    });
    await vault.seal(PLACE, 'text');
    expect(asked[0]!.path).toBe('auth/kubernetes/login');
  });

  it('asks inside its namespace', async () => {
    await bao.admin('sys/namespaces/team', {});
    await bao.admin('sys/mounts/transit', { type: 'transit' }, 'team');
    await bao.admin('transit/keys/team', { type: 'aes256-gcm96' }, 'team');
    const auth = { token: bao.root };
    const keys = [{ id: 'bao', transit: { key: 'team' } }];
    const vault = { url: bao.origin, caFile: bao.caFile, auth };
    const database = await openTestDatabase();
    const inside = await openTestSecrets(database, {
      keys,
      vault: { ...vault, namespace: 'team' },
    });
    closing.push(inside);
    const sealed = await inside.vault.seal(PLACE, 'the secret');
    await database.transaction(tx => inside.vault.keep(tx, sealed));
    expect(await inside.vault.open(PLACE)).toBe('the secret');
    const outside = await openTestSecrets(database, { keys, vault });
    closing.push(outside);
    await expect(outside.vault.open(PLACE)).rejects.toMatchObject({
      name: 'SecretError',
    });
  });

  it.each<[string, object, string]>([
    [
      'a login',
      { auth: { appRole: { roleId: 'nobody', secretId: 'marked-login' } } },
      'refuses our login (400). Check sprintconnect.secrets.vault.auth',
    ],
    ['a token', { auth: { token: 'marked-login' } }, 'refuses our login (403)'],
  ])(
    'says that %s is refused, and not with what',
    async (_name, vault, words) => {
      const opened = await open(vault);
      const sealing = opened.vault.seal(PLACE, 'marked-plaintext');
      await expect(sealing).rejects.toMatchObject({ code: 'secret-forbidden' });
      await expect(sealing).rejects.toThrow(words);
      await expect(sealing).rejects.not.toThrow(/marked/);
    },
  );

  it('says what its policy forbids', async () => {
    await bao.admin('transit/keys/foreign', { type: 'aes256-gcm96' });
    const database = await openTestDatabase();
    const opened = await openTestSecrets(database, {
      keys: [{ id: 'bao', transit: { key: 'foreign' } }],
      vault: { url: bao.origin, caFile: bao.caFile, auth: { appRole } },
    });
    closing.push(opened);
    const sealing = opened.vault.seal(PLACE, 'marked-plaintext');
    await expect(sealing).rejects.toMatchObject({ code: 'secret-forbidden' });
    await expect(sealing).rejects.toThrow('refuses transit/encrypt/foreign');
  });

  it('trusts no certificate but by its authority', async () => {
    const { vault } = await open({ caFile: undefined });
    await expect(vault.seal(PLACE, 'text')).rejects.toMatchObject({
      code: 'secrets-unavailable',
      message: expect.stringMatching(
        /doesn't answer \((UNABLE_TO|SELF_SIGNED|.*CERT)/,
      ),
    });
  });

  it('ends when nobody waits for it any more', async () => {
    const database = await openTestDatabase();
    const { vault } = await open({}, { database });
    const sealed = await vault.seal(PLACE, 'the secret');
    await database.transaction(tx => vault.keep(tx, sealed));
    await expect(
      vault.open(PLACE, AbortSignal.abort(new Error('gone'))),
    ).rejects.toThrow('gone');
  });

  describe('references into its KV engine', () => {
    const ask = { orgId: 'default' };

    it('lead to the field of a secret', async () => {
      const { vault } = await open();
      const found = vault.resolve('vault:weather/production#token', ask);
      expect(await found).toBe('marked-elsewhere');
    });

    it.each([
      ['vault:weather/production#other', 'secret-missing'],
      ['vault:weather/production#number', 'secret-missing'],
      ['vault:weather/production#constructor', 'secret-missing'],
      ['vault:nothing/here#token', 'secret-missing'],
      ['vault:weather/production', 'secret-forbidden'],
      ['vault:weather/production#', 'secret-forbidden'],
      ['vault:weather/production#a#b', 'secret-forbidden'],
      ['vault:../other#token', 'secret-forbidden'],
      ['vault:a/..%2f..%2fother#token', 'secret-forbidden'],
      ['vault:a?version=1#token', 'secret-forbidden'],
      ['vault:/a#token', 'secret-forbidden'],
    ])('answer no: %s', async (reference, code) => {
      const { vault } = await open();
      await expect(vault.resolve(reference, ask)).rejects.toMatchObject({
        code,
      });
    });

    it('stay below the folder of the organisation', async () => {
      await bao.admin('secret/data/sprintconnect/acme/weather', {
        data: { token: 'of acme' },
      });
      const { vault } = await open({}, { isApart: true });
      const reference = 'vault:acme/weather#token';
      expect(await vault.resolve(reference, { orgId: 'acme' })).toBe('of acme');
      await expect(
        vault.resolve(reference, { orgId: 'globex' }),
      ).rejects.toMatchObject({ code: 'secret-forbidden' });
    });
  });

  it('says that the vault is sealed, and goes on once it is not', async () => {
    const database = await openTestDatabase();
    const { vault } = await open({}, { database });
    const sealed = await vault.seal(PLACE, 'the secret');
    await database.transaction(tx => vault.keep(tx, sealed));
    await bao.admin('sys/seal', {});
    const opening = vault.open(PLACE);
    await expect(opening).rejects.toMatchObject({
      code: 'secrets-unavailable',
      message: expect.stringContaining('is sealed or not ready'),
    });
  });
});

it('says that nobody answers', async () => {
  const opened = await openTestSecrets(await openTestDatabase(), {
    keys: KEYS,
    vault: {
      url: `http://127.0.0.1:${await freePort()}`,
      auth: { token: 'marked-token' },
    },
  });
  const sealing = opened.vault.seal(PLACE, 'marked-plaintext');
  await expect(sealing).rejects.toMatchObject({ code: 'secrets-unavailable' });
  await expect(sealing).rejects.toThrow("doesn't answer (ECONNREFUSED)");
  await expect(sealing).rejects.not.toThrow(/marked/);
  await opened.stop();
});
