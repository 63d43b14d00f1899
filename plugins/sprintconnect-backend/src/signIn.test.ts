import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import authPlugin from '@backstage/plugin-auth-backend';
import guestProvider from '@backstage/plugin-auth-backend-module-guest-provider';
import mcpActions from '@backstage/plugin-mcp-actions-backend';
import {
  auth as authOfV2,
  type OAuthClientProvider as ProviderOfV2,
} from '@modelcontextprotocol/client';
import {
  auth,
  type OAuthClientProvider,
} from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import { startRealBackend } from './__testUtils__/startRealBackend';

const PRM = '/.well-known/oauth-protected-resource';
const stops: (() => Promise<unknown>)[] = [];
const environment = process.env.NODE_ENV;
beforeAll(() => {
  // Only there does auth-backend fetch the document of a client from this machine.
  process.env = { ...process.env, NODE_ENV: 'development' };
});
afterAll(() => {
  process.env = { ...process.env, NODE_ENV: environment };
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function startPortal(
  features: Parameters<typeof startRealBackend>[0] = {},
) {
  const portal = await startRealBackend({
    ...features,
    root: {
      auth: {
        environment: 'development',
        providers: {
          guest: {
            userEntityRef: 'user:default/noor',
            dangerouslyAllowOutsideDevelopment: true,
          },
        },
        clientIdMetadataDocuments: {
          enabled: true,
          allowedClientIdPatterns: ['http://127.0.0.1:*/*'],
        },
      },
    },
    features: features.features ?? [authPlugin, guestProvider, mcpActions],
  });
  stops.push(() => portal.backend.stop());
  return { ...portal, origin: new URL(portal.base).origin };
}

/** The document that is a client's id, where the client says it is. */
async function serveClientDocument(redirectUri: string): Promise<string> {
  let id = '';
  const server = http.createServer((_req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(
      JSON.stringify({
        client_id: id,
        client_name: 'Agent of a test',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'none',
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  id = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client.json`;
  return id;
}

/** An MCP client on the machine of a person, as far as OAuth asks it. */
class Person implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1:8123/callback';
  readonly clientMetadata = { redirect_uris: [this.redirectUrl] };
  readonly clientMetadataUrl: string;
  authorizationUrl?: URL;
  given?: OAuthTokens;
  #information?: OAuthClientInformationMixed;
  #verifier = '';

  constructor(clientId: string) {
    this.clientMetadataUrl = clientId;
  }
  clientInformation() {
    return this.#information ?? { client_id: this.clientMetadataUrl };
  }
  saveClientInformation(information: OAuthClientInformationMixed) {
    this.#information = information;
  }
  tokens() {
    return this.given;
  }
  saveTokens(tokens: OAuthTokens) {
    this.given = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.authorizationUrl = url;
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }
  codeVerifier() {
    return this.#verifier;
  }
}

/** Signs in as the guest, and approves what the page of consent would show. */
async function consent(origin: string, url: URL): Promise<string> {
  const asked = await fetch(url, { redirect: 'manual' });
  const page = new URL(asked.headers.get('location')!);
  const session = page.pathname.split('/').pop();
  const guest = await (
    await fetch(`${origin}/api/auth/guest/refresh`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    })
  ).json();
  const approved = await fetch(
    `${origin}/api/auth/v1/sessions/${session}/approve`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${guest.backstageIdentity.token}` },
    },
  );
  const { redirectUrl } = await approved.json();
  return new URL(redirectUrl).searchParams.get('code')!;
}

async function challengeOf(url: string) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const said = answer.headers.get('www-authenticate') ?? '';
  return {
    status: answer.status,
    metadata: /resource_metadata="([^"]+)"/.exec(said)?.[1],
  };
}

type Options = Parameters<typeof auth>[1];

it.each<[string, (person: Person, options: Options) => Promise<string>]>([
  ['1', auth],
  [
    '2',
    (person, options) =>
      authOfV2(person as unknown as ProviderOfV2, options as object as never),
  ],
])(
  'signs a person in to a client of the SDK v%s without a key, from the challenge on',
  async (_, signIn) => {
    const { base, origin } = await startPortal();
    const person = new Person(
      await serveClientDocument('http://127.0.0.1:8123/callback'),
    );
    const serverUrl = `${base}/mcp`;
    const { status, metadata } = await challengeOf(serverUrl);
    expect(status).toBe(401);
    const resourceMetadataUrl = new URL(metadata!);
    const options = { serverUrl, resourceMetadataUrl };
    expect(await signIn(person, options)).toBe('REDIRECT');
    const { searchParams } = person.authorizationUrl!;
    expect(searchParams.get('resource')).toBe(serverUrl);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('client_id')).toBe(person.clientMetadataUrl);
    const authorizationCode = await consent(origin, person.authorizationUrl!);
    expect(await signIn(person, { ...options, authorizationCode })).toBe(
      'AUTHORIZED',
    );
    const me = await fetch(`${base}/v1/me`, {
      headers: { authorization: `Bearer ${person.given!.access_token}` },
    });
    expect(await me.json()).toMatchObject({
      caller: { type: 'user', ref: 'user:default/noor' },
      connect: { url: serverUrl, signIn: true },
    });
    const listed = await fetch(serverUrl, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${person.given!.access_token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(await listed.json()).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { tools: [] },
    });
  },
);

it('gives nothing for a code without the verifier of its client', async () => {
  const { origin } = await startPortal();
  const redirect = 'http://127.0.0.1:8123/callback';
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${origin}/api/auth/v1/authorize`);
  url.search = new URLSearchParams({
    client_id: await serveClientDocument(redirect),
    redirect_uri: redirect,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const code = await consent(origin, url);
  const exchange = (code_verifier: string) =>
    fetch(`${origin}/api/auth/v1/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirect,
        code_verifier,
      }),
    });
  expect((await exchange('another')).status).toBe(400);
  expect((await exchange(verifier)).status).toBe(200);
});

it('has metadata of its own for each endpoint, exact, and none for what is no endpoint', async () => {
  const { base, origin } = await startPortal();
  for (const path of [
    '/mcp',
    '/mcp/',
    '/mcp/servers/production/weather',
    '/mcp/servers/production/no-such-server',
  ]) {
    const { status, metadata } = await challengeOf(base + path);
    expect([status, metadata]).toEqual([
      401,
      `${origin}${PRM}/api/sprintconnect${path}`,
    ]);
    const answer = await fetch(metadata!);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const document = await answer.json();
    expect(document).toMatchObject({
      resource: base + path,
      authorization_servers: [`${origin}/api/auth`],
      scopes_supported: ['openid'],
    });
    expect(await (await fetch(`${base}${PRM}${path}`)).json()).toEqual(
      document,
    );
  }
  for (const path of [
    '/mcp/x',
    '/mcp/servers',
    '/mcp/servers/production',
    '/mcp/servers/Production/weather',
    '/mcp/servers/production/weather/x',
    '/mcp/servers/production/we%2Fther',
    '/mcp//',
    '/MCP',
    '/v1/me',
  ]) {
    const answer = await fetch(`${origin}${PRM}/api/sprintconnect${path}`);
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

it('challenges for the whole where there is no endpoint', async () => {
  const { base, origin } = await startPortal();
  for (const path of ['/mcp/x', '/mcp/servers/production', '/v1/me']) {
    expect(await challengeOf(base + path)).toEqual({
      status: 401,
      metadata: `${origin}${PRM}/api/sprintconnect`,
    });
  }
});

it('refuses pages of a foreign origin before it asks who they are', async () => {
  const { base } = await startPortal();
  const answer = await fetch(`${base}/mcp`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
  });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('www-authenticate')).toBeNull();
});

it.each([
  ['without', undefined],
  ['beside', { origin: 'http://127.0.0.1:1', methods: ['GET', 'POST'] }],
])('answers preflights without a token %s backend.cors', async (_, cors) => {
  const { base } = await startPortal({
    ...(cors && { backend: { cors } }),
    sprintconnect: { gateway: { allowedOrigins: ['https://inspect.example'] } },
  });
  const preflight = async (origin: string) => {
    const { status, headers } = await fetch(`${base}/mcp`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,mcp-protocol-version',
      },
    });
    return [
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-headers')?.replaceAll(' ', ''),
    ];
  };
  for (const origin of ['https://inspect.example', 'http://127.0.0.1:1']) {
    expect(await preflight(origin)).toEqual([
      204,
      origin,
      'authorization,mcp-protocol-version',
    ]);
    const answer = await fetch(`${base}/mcp`, {
      method: 'POST',
      headers: { origin },
    });
    expect(answer.status).toBe(401);
    const exposed = answer.headers.get('access-control-expose-headers');
    expect(exposed).toContain('Mcp-Session-Id');
    expect(exposed).toContain('WWW-Authenticate');
  }
  expect(await preflight('https://evil.example')).toEqual([
    403,
    null,
    undefined,
  ]);
});

it.each([
  ['before mcp-actions', true],
  ['after mcp-actions', false],
])('stands at the root %s without hurting it', async (_, isFirst) => {
  const { origin, base } = await startPortal({
    features: isFirst
      ? [authPlugin, guestProvider, mcpActions]
      : [mcpActions, guestProvider, authPlugin],
  });
  const read = async (path: string) => (await fetch(origin + path)).json();
  expect(await read(`${PRM}/api/mcp-actions/v1`)).toMatchObject({
    resource: `${origin}/api/mcp-actions/v1`,
  });
  expect(await read(`${PRM}/api/sprintconnect/mcp`)).toMatchObject({
    resource: `${base}/mcp`,
  });
  for (const suffix of ['', '/api/auth']) {
    expect(
      await read(`/.well-known/oauth-authorization-server${suffix}`),
    ).toMatchObject({ issuer: `${origin}/api/auth` });
  }
});

/** Mounts what mcp-actions mounts, once ours has mounted what it mounts in its start. */
const lateNeighbour = createBackendPlugin({
  pluginId: 'late',
  register(env) {
    env.registerInit({
      deps: { router: coreServices.rootHttpRouter },
      async init({ router }) {
        await new Promise<void>(resolve => {
          const use = router.use.bind(router);
          router.use = (path, handler) => {
            use(path, handler);
            // After the rest of what ours does in the same turn.
            if (path === `${PRM}/api/sprintconnect`) setImmediate(resolve);
          };
        });
        router.use('/.well-known/oauth-authorization-server', (_req, res) => {
          res.json({ issuer: 'of the late one' });
        });
      },
    });
  },
});

it('takes no path from a plugin that starts after it', async () => {
  const { origin } = await startPortal({
    features: [authPlugin, guestProvider, lateNeighbour],
  });
  const answer = await fetch(
    `${origin}/.well-known/oauth-authorization-server/api/auth`,
  );
  expect(await answer.json()).toEqual({ issuer: 'of the late one' });
});

it('leads to the authorization server where mcp-actions is not installed', async () => {
  const { origin } = await startPortal({
    features: [authPlugin, guestProvider],
  });
  const answer = await fetch(
    `${origin}/.well-known/oauth-authorization-server/api/auth`,
  );
  expect(await answer.json()).toMatchObject({
    issuer: `${origin}/api/auth`,
    client_id_metadata_document_supported: true,
  });
});
