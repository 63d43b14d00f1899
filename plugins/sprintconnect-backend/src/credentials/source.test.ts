import request from 'supertest';
import {
  databaseIds,
  fixedClock,
  openTestDatabase,
  testContext,
  type TestDatabaseId,
} from '../__testUtils__';
import { openRegistry } from '../registry/__testUtils__/openRegistry';
import type { Presented, TokenSource } from '../ports';
import { createCredentialSource } from './createCredentialSource';

const URL_OF = new URL('https://weather.example/mcp');
const ctx = testContext();

async function open(id?: TestDatabaseId) {
  const database = await openTestDatabase({ id });
  const world = await openRegistry({ database });
  const { ofServers, source, vault } = world.credentials;
  const give = async (
    given: object,
    options: { serverId?: string; overlapSeconds?: number } = {},
  ) => {
    const { serverId = 'server-1', overlapSeconds } = options;
    const prepared = await ofServers.prepare(ctx, {
      given: given as never,
      serverId,
      remotes: [{ type: 'streamable-http', url: URL_OF.href }],
    });
    await database.transaction(tx =>
      ofServers.give(tx, ctx, { serverId, prepared, overlapSeconds }),
    );
    return prepared.id;
  };
  const of = (credentialRef: string, more: object = {}) =>
    source.of({
      orgId: 'default',
      serverId: 'server-1',
      environment: 'production',
      credentialRef,
      ...more,
    });
  return { ...world, database, vault, give, of };
}

describe.each(databaseIds)('the source of credentials on %s', id => {
  it.each([
    [{ type: 'bearer', secret: 'tok' }, { authorization: 'Bearer tok' }],
    [
      { type: 'header', name: 'X-Api-Key', secret: 'key 1' },
      { 'x-api-key': 'key 1' },
    ],
    [
      { type: 'basic', username: 'ann', password: 'pä:ss' },
      { authorization: `Basic ${Buffer.from('ann:pä:ss').toString('base64')}` },
    ],
  ])('presents %j', async (given, headers) => {
    const { give, of } = await open(id);
    const ref = await give(given);
    const shown = await of(ref).present(URL_OF, {});
    expect(shown?.headers).toEqual(headers);
    expect(shown?.words).toBe('version 1');
  });
});

it('presents nothing for another origin, server, organisation or environment', async () => {
  const { give, of, vault } = await open();
  const ref = await give({ type: 'bearer', secret: 'tok' });
  const shows = (source: ReturnType<typeof of>, url = URL_OF) =>
    source.present(url, {}).then(
      () => 'shown',
      error => `${error.name} ${error.message}`,
    );
  expect(await shows(of(ref))).toBe('shown');
  for (const other of [
    'http://weather.example/mcp',
    'https://weather.example:8443/mcp',
    'https://evil.example/mcp',
    'https://weather.example.evil.example/mcp',
  ]) {
    expect(await shows(of(ref), new URL(other))).toMatch(
      /^CredentialError .* wasn't given for/,
    );
  }
  const unknown = /^CredentialError There is no credential/;
  const opened = jest.spyOn(vault, 'unseal');
  expect(await shows(of(ref, { serverId: 'server-2' }))).toMatch(unknown);
  expect(await shows(of(ref, { orgId: 'other' }))).toMatch(unknown);
  expect(await shows(of('nobody'))).toMatch(unknown);
  // Not only is it not shown: nobody opens what is not theirs.
  expect(opened).not.toHaveBeenCalled();
  expect(await shows(of(ref))).toBe('shown');
  expect(opened).toHaveBeenCalledTimes(1);
});

it('presents a shared one only in the environments that it allows', async () => {
  const { app, of } = await open();
  await request(app)
    .post('/v1/credentials')
    .send({
      name: 'team',
      origins: [URL_OF.origin],
      environments: ['production'],
      credential: { type: 'bearer', secret: 'tok' },
    })
    .expect(201);
  expect(await of('team').present(URL_OF, {})).toMatchObject({
    secrets: ['tok'],
  });
  for (const environment of ['staging', undefined]) {
    await expect(
      of('team', { environment }).present(URL_OF, {}),
    ).rejects.toThrow('There is no credential team that the server can use');
  }
});

it('presents one on trial to the origins of the test alone, and tries nothing else', async () => {
  const { credentials } = await open();
  const trial = await credentials.ofServers.onTrial(ctx, {
    given: { type: 'bearer', secret: 'tok' },
    remotes: [{ type: 'streamable-http', url: URL_OF.href }],
  });
  const shown = await trial.present(URL_OF, {});
  expect(shown?.headers).toEqual({ authorization: 'Bearer tok' });
  expect(await trial.present(URL_OF, { refused: shown })).toBe(undefined);
  await expect(
    trial.present(new URL('https://evil.example/mcp'), {}),
  ).rejects.toThrow("wasn't given for https://evil.example");
});

it('goes by what is sealed, whatever the rows say', async () => {
  const { give, of, database } = await open();
  const ref = await give({ type: 'bearer', secret: 'tok' });
  await database.transaction(tx =>
    tx('credentials').update({
      origins: JSON.stringify(['https://evil.example']),
      server_id: 'server-2',
    }),
  );
  await expect(
    of(ref, { serverId: 'server-2' }).present(
      new URL('https://evil.example/mcp'),
      {},
    ),
  ).rejects.toThrow("wasn't given for https://evil.example");
  await expect(
    of(ref, { serverId: 'server-2' }).present(URL_OF, {}),
  ).rejects.toThrow('There is no credential');
});

it('does not present what expired', async () => {
  const { give, of, clock } = await open();
  const expiresAt = new Date(clock.now().getTime() + 1000).toISOString();
  const ref = await give({ type: 'bearer', secret: 'tok', expiresAt });
  await expect(of(ref).present(URL_OF, {})).resolves.toBeDefined();
  clock.advance(1000);
  await expect(of(ref).present(URL_OF, {})).rejects.toThrow(
    'The credential of the server expired on 2026-11-22, so nothing was sent. Replace the credential.',
  );
});

it('tries the version before once, while both are good', async () => {
  const { give, of, clock } = await open();
  const ref = await give({ type: 'bearer', secret: 'one' });
  await give({ type: 'bearer', secret: 'two' }, { overlapSeconds: 60 });
  const credential = of(ref);
  const first = (await credential.present(URL_OF, {})) as Presented;
  expect(first).toMatchObject({ words: 'version 2', secrets: ['two'] });
  const second = await credential.present(URL_OF, { refused: first });
  expect(second).toMatchObject({ words: 'version 1', secrets: ['one'] });
  expect(await credential.present(URL_OF, { refused: second })).toBe(undefined);
  clock.advance(60_000);
  expect(await credential.present(URL_OF, { refused: first })).toBe(undefined);
});

it('presents the new version to a request that began before a rotation', async () => {
  const { give, of } = await open();
  const ref = await give({ type: 'bearer', secret: 'one' });
  const first = (await of(ref).present(URL_OF, {})) as Presented;
  await give({ type: 'bearer', secret: 'two' });
  const second = await of(ref).present(URL_OF, { refused: first });
  expect(second).toMatchObject({ secrets: ['two'] });
  expect(await of(ref).present(URL_OF, { refused: second })).toBe(undefined);
});

/** A source with secrets that are kept elsewhere, and tokens. */
async function openWith(parts: {
  resolve?: (reference: string) => Promise<string>;
  tokens?: TokenSource['clientToken'];
  given: object;
}) {
  const content = {
    origins: [URL_OF.origin],
    serverId: 'server-1',
    given: parts.given,
  };
  const record = {
    id: 'c',
    serverId: 'server-1',
    version: 1,
    orgId: 'default',
  };
  const source = createCredentialSource({
    clock: fixedClock(),
    store: { findByRef: async () => record as never },
    tokens: parts.tokens && {
      clientToken: parts.tokens,
      triedToken: async () => ({ text: 'tried' }),
      forget: async () => {},
    },
    vault: {
      read: async () => ({}),
      unseal: async () => JSON.stringify(content),
      resolve: parts.resolve,
    } as never,
  });
  return source.of({
    orgId: 'default',
    serverId: 'server-1',
    credentialRef: '0197f3b2-7c1e-7abc-8def-0123456789ab',
  });
}

it('reads what is kept elsewhere each time', async () => {
  let count = 0;
  const credential = await openWith({
    given: { type: 'bearer', secret: { ref: 'file:weather/token' } },
    resolve: async reference => `${reference}-${++count}\n`,
  });
  const shown = async () =>
    (await credential.present(URL_OF, {}))?.headers.authorization;
  expect(await shown()).toBe('Bearer file:weather/token-1');
  expect(await shown()).toBe('Bearer file:weather/token-2');
});

it('presents nothing that no header can hold, and says nothing of it', async () => {
  const credential = await openWith({
    given: { type: 'bearer', secret: { ref: 'file:weather/token' } },
    resolve: async () => 'hush\r\nX-Evil: 1',
  });
  const error = await credential.present(URL_OF, {}).catch(each => each);
  expect(error.name).toBe('CredentialError');
  expect(error.message).not.toContain('hush');
});

it('gets a token, a younger one once, and then no more', async () => {
  const asked: unknown[] = [];
  const credential = await openWith({
    given: {
      type: 'oauth-client-credentials',
      clientId: 'weather',
      tokenEndpoint: 'https://login.example/token',
      clientAuthentication: 'client_secret_basic',
      clientSecret: 'hush',
    },
    tokens: async (client, options = {}) => {
      asked.push([
        client.clientId,
        client.authentication.method,
        client.resource,
        client.serverUrl,
        await client.openSecret(new AbortController().signal),
        options.refused,
      ]);
      return options.refused === undefined
        ? { text: 'first', stamp: 1 }
        : { text: 'second', stamp: 2 };
    },
  });
  const first = (await credential.present(URL_OF, {})) as Presented;
  expect(first.headers).toEqual({ authorization: 'Bearer first' });
  const second = await credential.present(URL_OF, { refused: first });
  expect(second?.headers).toEqual({ authorization: 'Bearer second' });
  expect(await credential.present(URL_OF, { refused: second })).toBe(undefined);
  const client = [
    'weather',
    'client_secret_basic',
    'send',
    URL_OF.href,
    'hush',
  ];
  expect(asked).toEqual([
    [...client, undefined],
    [...client, 1],
  ]);
});
