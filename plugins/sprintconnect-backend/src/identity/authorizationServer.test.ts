import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import * as openid from 'openid-client';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import { twoOrganisations } from '../administration/__testUtils__/fakeCatalog';
import { openAccess } from '../administration/__testUtils__/openAccess';
import { makeCertificate } from '../administration/__testUtils__/makeCertificate';
import { startAuthorizationServer } from '../administration/__testUtils__/startAuthorizationServer';

const RESOURCE = 'https://portal.example/api/sprintconnect';
beforeAll(() => {
  // The server of the tests says that it is none for production.
  for (const level of ['warn', 'info'] as const) {
    jest.spyOn(console, level).mockImplementation(() => {});
  }
});
afterAll(() => jest.restoreAllMocks());

async function world(options: { requireNonce?: boolean; tls?: boolean } = {}) {
  const server = closedAfterTest(await startAuthorizationServer(RESOURCE));
  const access = await openAccess({
    tls: options.tls ? makeCertificate('portal') : undefined,
    catalog: twoOrganisations(),
    tenancy: { mode: 'catalog' },
    settings: {
      issuers: [
        {
          issuer: server.issuer,
          audience: [RESOURCE],
          algorithms: ['ES256'],
          types: ['at+jwt'],
          clockSkewSeconds: 5,
          claims: {
            subject: 'sub',
            organisation: 'org_id',
            scopes: 'scope',
          },
        },
      ],
      dpop: {
        requireNonce: options.requireNonce ?? true,
        maxAgeSeconds: 60,
      },
    },
  });
  return { ...access, server };
}

const discover = (issuer: string, clientId: string) =>
  openid.discovery(new URL(issuer), clientId, 'secret-of-a-test', undefined, {
    execute: [openid.allowInsecureRequests],
  });

/** Over TLS with a certificate of the client's own. */
async function call(
  url: string,
  options: {
    certificate?: { key: string; cert: string };
    method?: string;
    headers?: Record<string, string>;
    body?: string;
  },
): Promise<{ status: number; body: Record<string, any> }> {
  const { certificate, body, ...rest } = options;
  const sent = https.request(url, {
    ...{ ...rest, ...certificate },
    ...{ rejectUnauthorized: false, agent: false },
  });
  const answered = once(sent, 'response');
  sent.end(body);
  const [res] = (await answered) as [IncomingMessage];
  return {
    status: res.statusCode ?? 0,
    body: JSON.parse((await text(res)) || '{}'),
  };
}

describe('with a real authorization server and a real client', () => {
  it('a client with its own credentials comes in, from discovery on', async () => {
    const { url, server } = await world();
    const challenge = await fetch(`${url}/v1/context`);
    const metadataUrl = /resource_metadata="([^"]+)"/.exec(
      challenge.headers.get('www-authenticate') ?? '',
    )![1];
    const metadata = await (await fetch(metadataUrl)).json();
    expect(metadata).toMatchObject({
      resource: url,
      authorization_servers: [server.issuer],
      bearer_methods_supported: ['header'],
    });
    const config = await discover(metadata.authorization_servers[0], 'agent');
    const { access_token: token } = await openid.clientCredentialsGrant(
      config,
      { resource: RESOURCE, scope: 'mcp:servers:read' },
    );
    const answer = await openid.fetchProtectedResource(
      config,
      token,
      new URL(`${url}/v1/context`),
      'GET',
    );
    expect(await answer.json()).toMatchObject({
      caller: { type: 'agent', ref: `${server.issuer}#agent` },
      orgId: 'acme',
      scopes: ['mcp:servers:read'],
    });
  });

  it.each([[true], [false]])(
    'DPoP, with a nonce of the server: %s',
    async requireNonce => {
      const { url, server, counts } = await world({ requireNonce });
      const config = await discover(server.issuer, 'dpop');
      const DPoP = openid.getDPoPHandle(
        config,
        await openid.randomDPoPKeyPair('ES256'),
      );
      const { access_token: token } = await openid.clientCredentialsGrant(
        config,
        { resource: RESOURCE, scope: server.scopes },
        { DPoP },
      );
      const target = new URL(`${url}/v1/context?x=1`);
      for (const method of ['GET', 'POST']) {
        const answer = await openid.fetchProtectedResource(
          config,
          token,
          target,
          method,
          undefined,
          undefined,
          { DPoP },
        );
        expect(answer.status).toBe(200);
        expect(answer.headers.get('dpop-nonce')).toBeTruthy();
      }
      const before = await counts();
      expect(before.dpop_proofs).toBe(2);
      const stolen = await fetch(target, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(stolen.status).toBe(401);
      expect(stolen.headers.get('www-authenticate')).toMatch(/^DPoP /);
      expect(await counts()).toEqual(before);
    },
  );

  it('mTLS: a token opens only over a connection with the certificate that it is bound to', async () => {
    const { url, server, reached, counts } = await world({ tls: true });
    const granted = await call(`${server.secureUrl}/token`, {
      certificate: server.client,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'mtls',
        resource: RESOURCE,
        scope: server.scopes,
      }).toString(),
    });
    expect(granted.body).toHaveProperty('access_token');
    const headers = { authorization: `Bearer ${granted.body.access_token}` };
    const target = `${url}/v1/context`;
    const good = await call(target, { certificate: server.client, headers });
    expect(good.body.caller).toMatchObject({ type: 'agent' });

    const before = await counts();
    const pem = encodeURIComponent(server.client.cert);
    for (const attempt of [
      { headers },
      { headers, certificate: makeCertificate('thief') },
      { headers: { ...headers, 'x-ssl-client-cert': pem } },
    ]) {
      const answer = await call(target, attempt);
      expect(answer.status).toBe(401);
      expect(answer.body.detail).toContain('client certificate');
    }
    expect(reached).toHaveBeenCalledTimes(1);
    expect(await counts()).toEqual(before);
  });
});
