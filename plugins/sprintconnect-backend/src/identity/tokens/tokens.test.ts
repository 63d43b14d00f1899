import request from 'supertest';
import * as oauth from 'oauth4webapi';
import { mockCredentials } from '@backstage/backend-test-utils';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { twoOrganisations } from '../../administration/__testUtils__/fakeCatalog';
import { openIssued } from '../../administration/__testUtils__/openIssued';
import { showToken } from '../../administration/__testUtils__/showToken';
import { AUDIENCE } from '../../administration/__testUtils__/startIssuer';

const seconds = (delta: number) => Math.floor(Date.now() / 1000) + delta;

describe('a JWT of a configured issuer', () => {
  it('is an agent, with the organisation, roles and scopes that its claims say', async () => {
    const it = await openIssued(
      {
        claims: {
          subject: 'client_id',
          organisation: 'https://acme.example/org',
          roles: 'realm_access.roles',
          scopes: 'scp',
        },
      },
      { tenancy: { mode: 'catalog' }, catalog: twoOrganisations() },
    );
    const token = await it.issuer.sign({
      client_id: 'ci-bot',
      'https://acme.example/org': 'acme',
      realm_access: { roles: ['viewer', 'unknown'] },
      scp: ['mcp:servers:read', 'openid'],
    });
    const { body } = await showToken(it, token);
    expect(body).toMatchObject({
      caller: { type: 'agent', ref: `${it.issuer.url}#ci-bot` },
      orgId: 'acme',
      roles: ['viewer', 'unknown'],
      scopes: ['mcp:servers:read', 'openid'],
    });
  });

  it('holds what its scopes say, and no more', async () => {
    const it = await openIssued();
    const me = await request(it.url)
      .get('/v1/me')
      .set('Authorization', `Bearer ${await it.issuer.sign()}`);
    expect(me.body.permissions).toEqual(['sprintconnect.server.read']);
    const before = await it.counts();
    const made = await request(it.url)
      .post('/v1/api-keys')
      .set('Authorization', `Bearer ${await it.issuer.sign()}`)
      .send({ name: 'x', scopes: ['mcp:servers:read'] });
    expect(made.status).toBe(403);
    expect(await it.counts()).toEqual(before);
  });

  it('opens the MCP endpoint that it was asked for (RFC 8707), and nothing else', async () => {
    const it = await openIssued();
    const ask = async (path: string, token: string) =>
      (await request(it.url).get(path).auth(token, { type: 'bearer' })).status;
    const one = `${it.url}/mcp/servers/production/weather`;
    const token = await it.issuer.sign({ aud: one });
    const counts = await it.counts();
    // Twice, because what was verified for one place is remembered.
    for (let time = 0; time < 2; time++) {
      expect(await ask('/mcp/servers/production/weather', token)).toBe(200);
      for (const path of [
        '/v1/context',
        '/mcp',
        '/mcp/servers/production/other',
        '/mcp/servers/production/weather/',
        '/mcp/servers/production/weather/x',
      ]) {
        expect([path, await ask(path, token)]).toEqual([path, 401]);
      }
    }
    const whole = await it.issuer.sign({ aud: it.url });
    expect(await ask('/mcp', whole)).toBe(401);
    expect(await ask('/mcp', await it.issuer.sign())).toBe(200);
    expect(await it.counts()).toEqual(counts);
  });

  it('does not touch tokens of Backstage, which go on working beside it', async () => {
    const it = await openIssued();
    const answer = await request(it.url)
      .get('/v1/context')
      .set('Authorization', mockCredentials.user.header());
    expect(answer.body.caller.type).toBe('user');
    expect(it.issuer.hits()).toBe(0);
  });

  it('is verified once, and no longer good when it has expired', async () => {
    const it = await openIssued();
    const exp = seconds(100);
    const token = await it.issuer.sign({ exp });
    const first = await showToken(it, token);
    expect(first.status).toBe(200);
    expect(Date.parse(first.body.expiresAt)).toBe(exp * 1000);
    it.issuer.fail(true);
    expect((await showToken(it, token)).status).toBe(200);
    it.clock.advance(106_000);
    const late = await showToken(it, token);
    expect(late.status).toBe(401);
    expect(late.body.detail).toContain('expired');
  });

  it('agrees with an independent verifier', async () => {
    const it = await openIssued();
    const server = { issuer: it.issuer.url, jwks_uri: `${it.issuer.url}/jwks` };
    const verdict = async (token: string) => {
      const asked = new Request(`${it.url}/v1/context`, {
        headers: { authorization: `Bearer ${token}` },
      });
      try {
        await oauth.validateJwtAccessToken(server, asked, AUDIENCE, {
          [oauth.allowInsecureRequests]: true,
        });
        return 200;
      } catch {
        return 401;
      }
    };
    const full = { client_id: 'c', jti: 'j' };
    const tokens = await Promise.all([
      it.issuer.sign(full),
      it.issuer.sign({ ...full, aud: 'https://else.example' }),
      it.issuer.sign({ ...full, aud: ['https://else.example', AUDIENCE] }),
      it.issuer.sign({ ...full, iss: `${it.issuer.url}/` }),
      it.issuer.sign({ ...full, exp: seconds(-60) }),
      it.issuer.sign(full, { typ: 'JWT' }),
      it.issuer.sign(full, { typ: 'application/at+jwt' }),
      it.issuer.sign(full, { kid: 'second' }),
    ]);
    const ours = await Promise.all(
      tokens.map(async token => (await showToken(it, token)).status),
    );
    expect(ours).toEqual(await Promise.all(tokens.map(verdict)));
    expect(ours).toContain(200);
    expect(ours).toContain(401);
  });
});

describe('the keys of an issuer', () => {
  it('rotate: a new one is fetched once, however many ask for unknown ones', async () => {
    const it = await openIssued();
    expect((await showToken(it, await it.issuer.sign())).status).toBe(200);
    const second = await it.issuer.newKey('second');
    await it.issuer.publish(second);
    const fresh = await it.issuer.sign({}, {}, second);
    expect((await showToken(it, fresh)).status).toBe(401);
    expect(it.issuer.hits()).toBe(1);

    it.clock.advance(31_000);
    const statuses = await Promise.all(
      [fresh, fresh, await it.issuer.sign({}, { kid: 'x' })].map(
        async token => (await showToken(it, token)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 401]);
    expect(it.issuer.hits()).toBe(2);
    for (let index = 0; index < 10; index++) {
      await showToken(
        it,
        await it.issuer.sign({}, { kid: `made-up-${index}` }),
      );
    }
    expect(it.issuer.hits()).toBe(2);
  });

  it('that were withdrawn are good for ten minutes at most, without one for an hour', async () => {
    const it = await openIssued();
    const long = { exp: seconds(4 * 3600) };
    expect((await showToken(it, await it.issuer.sign(long))).status).toBe(200);
    await it.issuer.publish(await it.issuer.newKey('second'));
    it.clock.advance(11 * 60_000);
    const late = await it.issuer.sign({ ...long, jti: 'late' });
    expect((await showToken(it, late)).status).toBe(401);
  });

  it('503 when they cannot be had, and the outage is no refusal', async () => {
    const it = await openIssued();
    it.issuer.fail(true);
    const before = await it.counts();
    const answer = await showToken(it, await it.issuer.sign());
    expect(answer.status).toBe(503);
    expect(answer.body.type).toBe(problemTypeOf('issuer-unavailable'));
    expect(answer.headers['retry-after']).toBe('30');
    expect(await it.counts()).toEqual(before);
    it.issuer.fail(false);
    it.clock.advance(31_000);
    expect((await showToken(it, await it.issuer.sign())).status).toBe(200);
    it.issuer.fail(true);
    it.clock.advance(11 * 60_000);
    const stale = await it.issuer.sign({ exp: seconds(3600) });
    expect((await showToken(it, stale)).status).toBe(200);
    it.clock.advance(50 * 60_000);
    const late = await it.issuer.sign({ exp: seconds(2 * 3600) });
    expect((await showToken(it, late)).status).toBe(503);
  });
});
