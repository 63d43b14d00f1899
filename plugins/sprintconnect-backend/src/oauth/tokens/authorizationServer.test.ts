import * as jose from 'jose';
import { openTestSecrets } from '../../secrets/__testUtils__/openTestSecrets';
import { fixedClock, openTestDatabase } from '../../__testUtils__';
import type { ClientCredentials } from '../../ports';
import { failureOf } from '../__testUtils__/failureOf';
import { loopbackEgress } from '../__testUtils__/loopbackEgress';
import {
  ODD_ID,
  ODD_SECRET,
  startProvider,
} from '../__testUtils__/startProvider';
import { plainOauth } from '../__testUtils__/testOauth';
import { startSite } from '../__testUtils__/startSite';
import { createOauth } from '../createOauth';

beforeAll(() => {
  // The server of the tests says that it is none for production.
  for (const level of ['warn', 'info'] as const) {
    jest.spyOn(console, level).mockImplementation(() => {});
  }
});
afterAll(() => jest.restoreAllMocks());

async function world() {
  const site = await startSite();
  const serverUrl = `${site.url}/mcp`;
  const provider = await startProvider([serverUrl]);
  const database = await openTestDatabase();
  const { tokens } = createOauth({
    ...plainOauth,
    clock: fixedClock(new Date().toISOString()),
    ...{ database, egress: loopbackEgress() },
    vault: (await openTestSecrets(database)).vault,
  });
  const client = (
    more: Partial<ClientCredentials> = {},
  ): ClientCredentials => ({
    ...{ orgId: 'acme', credentialId: 'c1', version: 1, clientId: ODD_ID },
    ...{ serverUrl, resource: 'send', scopes: ['read'] },
    authentication: { method: 'client_secret_basic' },
    openSecret: async () => ODD_SECRET,
    issuer: provider.issuer,
    ...more,
  });
  const claimsOf = async (asked: ClientCredentials) =>
    jose.decodeJwt((await tokens.clientToken(asked)).text);
  return { site, serverUrl, ...provider, tokens, client, claimsOf };
}

describe('with a real authorization server', () => {
  it('logs in with client_secret_basic, whatever characters there are', async () => {
    const { client, claimsOf, serverUrl, issuer } = await world();
    expect(await claimsOf(client())).toMatchObject({
      ...{ aud: serverUrl, iss: issuer, client_id: ODD_ID, scope: 'read' },
    });
  });

  it('logs in with client_secret_post', async () => {
    const { client, claimsOf, serverUrl } = await world();
    const claims = await claimsOf(
      client({
        clientId: 'posts',
        authentication: { method: 'client_secret_post' },
        scopes: ['read', 'write'],
      }),
    );
    expect(claims).toMatchObject({ aud: serverUrl, scope: 'read write' });
  });

  it.each([
    ['the issuer', {}],
    ['the token endpoint alone', { issuer: undefined }],
  ])('logs in with private_key_jwt for %s', async (_what, more) => {
    const { client, claimsOf, issuer, privateKey } = await world();
    const claims = await claimsOf(
      client({
        clientId: 'signs',
        authentication: { method: 'private_key_jwt', keyId: 'k1' },
        openSecret: async () => privateKey,
        ...('issuer' in more && { tokenEndpoint: `${issuer}/token` }),
        ...more,
      }),
    );
    expect(claims.client_id).toBe('signs');
  });

  it('finds the authorization server by what the server says of itself', async () => {
    const { site, client, claimsOf, serverUrl, issuer } = await world();
    site.pages['/.well-known/oauth-protected-resource/mcp'] = {
      body: { resource: serverUrl, authorization_servers: [issuer] },
    };
    expect((await claimsOf(client({ issuer: undefined }))).aud).toBe(serverUrl);
  });

  it('does not choose among several that a server trusts', async () => {
    const { site, client, tokens, serverUrl, issuer } = await world();
    site.pages['/.well-known/oauth-protected-resource/mcp'] = {
      body: {
        resource: serverUrl,
        authorization_servers: [issuer, 'https://login.example'],
      },
    };
    const work = tokens.clientToken(client({ issuer: undefined }));
    expect((await failureOf(work)).message).toContain('Name the issuer');
  });

  it('names no server to authorization servers that want none', async () => {
    const { client, tokens } = await world();
    const asked = client({ resource: 'omit', scopes: [] });
    const { text } = await tokens.clientToken(asked);
    expect(() => jose.decodeJwt(text)).toThrow();
  });

  it.each<[string, Partial<ClientCredentials>, RegExp]>([
    [
      'a wrong secret',
      { openSecret: async () => 'wrong-secret' },
      /invalid_client/,
    ],
    ['an unknown client', { clientId: 'nobody' }, /invalid_client/],
    [
      'a server it does not know',
      { serverUrl: 'https://bank.example/mcp' },
      /invalid_target|server_error/,
    ],
  ])('tells why it refuses %s', async (_what, more, words) => {
    const { client, tokens } = await world();
    const error = await failureOf(tokens.clientToken(client(more)));
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain('wrong-secret');
  });
});
