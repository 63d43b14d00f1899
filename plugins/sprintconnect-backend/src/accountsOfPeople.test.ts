import * as jose from 'jose';
import type { Call, Server } from '@sprintconnect/plugin-sprintconnect-common';
import {
  type AgentPortal,
  startAgentPortal,
} from './actions/__testUtils__/startAgentPortal';
import { eventually } from './__testUtils__';
import {
  logIn,
  startLoginProvider,
} from './oauth/__testUtils__/startLoginProvider';
import { startSite } from './oauth/__testUtils__/startSite';

const PORTAL = 'http://127.0.0.1:1';
const FINISH = `${PORTAL}/sprintconnect/connections/finish`;
const API = '/sprintconnect/v1';

/** A server that tells whoever asks who they are, by the token that its authorization server gave them. */
async function startPersonalServer() {
  const site = await startSite();
  const resource = `${site.url}/mcp`;
  const { issuer } = await startLoginProvider({
    resource,
    addresses: { redirectUri: FINISH, documentUrl: `${PORTAL}/client.json` },
  });
  const keys = jose.createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const metadata = `${site.url}/.well-known/oauth-protected-resource/mcp`;
  site.pages['/.well-known/oauth-protected-resource/mcp'] = {
    body: { resource, authorization_servers: [issuer] },
  };
  const results: Record<string, object> = {
    'server/discover': {
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      serverInfo: { name: 'personal', version: '1' },
    },
    'tools/list': {
      tools: [{ name: 'whoami', inputSchema: { type: 'object' } }],
    },
  };
  site.pages['/mcp'] = async ({ headers, body }) => {
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const claims = await jose
      .jwtVerify(token, keys, { issuer, audience: resource })
      .then(({ payload }) => payload)
      .catch(() => undefined);
    if (!claims) {
      const challenge = `Bearer resource_metadata="${metadata}"`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    }
    const { id, method } = JSON.parse(body || '{}');
    const told = { content: [{ type: 'text', text: String(claims.sub) }] };
    const result = { ...(results[method] ?? told), resultType: 'complete' };
    return { body: { jsonrpc: '2.0', id, result } };
  };
  return { site, issuer, resource };
}

describe('accounts of people in a portal', () => {
  let portal: AgentPortal;
  let personal: Awaited<ReturnType<typeof startPersonalServer>>;
  let server: Server;

  const connect = async (by: string, asked: object) => {
    const begun = await portal.send(by, `${API}/connections/logins`, {
      ...{ method: 'POST', body: asked },
    });
    expect(begun).toMatchObject({ status: 201 });
    const back = await logIn(begun.body.url, FINISH, { as: by });
    return portal.send(by, `${API}/connections/logins/finish`, {
      method: 'POST',
      body: { answer: Object.fromEntries(back.searchParams) },
    });
  };
  const whoAmI = (by: string) =>
    portal.send(by, `${API}/servers/${server.id}/tools/whoami/call`, {
      ...{ method: 'POST', body: { arguments: {} } },
    });
  const called = () =>
    personal.site.seen.filter(({ body }) => body.includes('tools/call')).length;
  const linkIn = (body: { connectUrl?: string }) =>
    String(body.connectUrl).replace(/^.*\//, '');

  async function open() {
    for (const level of ['warn', 'info'] as const) {
      jest.spyOn(console, level).mockImplementation(() => {});
    }
    personal = await startPersonalServer();
    portal = await startAgentPortal({
      people: {
        vera: {
          'server.read': true,
          'capability.read': true,
          'capability.use': true,
        },
      },
    });
    const made = await portal.send('ada', `${API}/servers`, {
      method: 'POST',
      body: {
        name: 'personal',
        environment: 'development',
        remotes: [{ type: 'streamable-http', url: personal.resource }],
        credential: { type: 'oauth-user', scopes: ['read'] },
      },
    });
    expect(made).toMatchObject({ status: 201, body: { login: 'person' } });
    server = made.body;
  }
  afterEach(async () => {
    await portal?.stop();
    jest.restoreAllMocks();
  });

  async function waitsForWhoGaveTheCredential() {
    await eventually('the discovery says what it needs', async () => {
      const { body } = await portal.send('ada', `${API}/servers/${server.id}`);
      return body.lastError?.code === 'login-required';
    });
    const finished = await connect('ada', { serverId: server.id });
    expect(finished).toMatchObject({
      status: 201,
      body: { status: 'connected', issuer: personal.issuer },
    });
    await eventually('the tools are there', async () => {
      const { body } = await portal.send('ada', `${API}/servers/${server.id}`);
      return body.counts.tools === 1;
    });
  }

  async function callsAsThePersonAndNobodyElse() {
    expect(await whoAmI('ada')).toMatchObject({
      status: 200,
      body: { result: { content: [{ text: 'ada' }] } },
    });
    const before = called();
    const refused = await whoAmI('vera');
    expect(refused).toMatchObject({
      status: 422,
      body: { type: expect.stringContaining('connection-required') },
    });
    expect(called()).toBe(before);
    const linkId = linkIn(refused.body);
    expect(linkId).toMatch(/^[\w-]{43}$/);
    // The link is hers alone, and is in no record.
    const links = `${API}/connections/links/${linkId}`;
    expect(await portal.send('ada', links)).toMatchObject({ status: 404 });
    expect(
      await portal.send('ada', `${API}/connections/logins`, {
        ...{ method: 'POST', body: { linkId } },
      }),
    ).toMatchObject({ status: 404 });
    const { body } = await portal.send('vera', `${API}/calls?outcome=refused`);
    const [record]: Call[] = body.items;
    expect(record).toMatchObject({ code: 'connection-required' });
    expect(JSON.stringify(body)).not.toContain(linkId);

    expect(await portal.send('vera', links)).toMatchObject({
      status: 200,
      body: { server: { name: 'personal' } },
    });
    expect(await connect('vera', { linkId })).toMatchObject({ status: 201 });
    const both = await Promise.all(
      ['ada', 'vera', 'ada', 'vera'].map(async by => {
        const { body: answer } = await whoAmI(by);
        return answer.result.content[0].text;
      }),
    );
    expect(both).toEqual(['ada', 'vera', 'ada', 'vera']);
  }

  async function endsAnAccountWhenItsPersonSaysSo() {
    const { body } = await portal.send('vera', `${API}/connections`);
    expect(body.items).toMatchObject([
      { server: { id: server.id }, status: 'connected' },
    ]);
    const [{ id }] = body.items;
    const path = `${API}/connections/${id}`;
    const gone = { method: 'DELETE' };
    expect(await portal.send('ada', path, gone)).toMatchObject({ status: 404 });
    expect(await portal.send('vera', path, gone)).toMatchObject({
      ...{ status: 200, body: { isRevoked: true } },
    });
    const before = called();
    expect(await whoAmI('vera')).toMatchObject({ status: 422 });
    expect(called()).toBe(before);
    expect(await whoAmI('ada')).toMatchObject({ status: 200 });
  }

  async function endsWithTheCredential() {
    const { body: now } = await portal.send(
      'ada',
      `${API}/servers/${server.id}`,
    );
    expect(now.login).toBe('person');
    await portal.send('ada', `${API}/servers/${server.id}/credential`, {
      method: 'DELETE',
    });
    const { body: after } = await portal.send(
      'ada',
      `${API}/servers/${server.id}`,
    );
    expect(after).not.toHaveProperty('login');
    const { body } = await portal.send('ada', `${API}/connections`);
    expect(body.items).toEqual([]);
  }

  // One story: each part goes on where the one before ended.
  it('serve calls and discovery of a server that asks who each person is', async () => {
    await open();
    await waitsForWhoGaveTheCredential();
    await callsAsThePersonAndNobodyElse();
    await endsAnAccountWhenItsPersonSaysSo();
    await endsWithTheCredential();
    expect(called()).toBe(6);
  });
});
