import { createHmac } from 'node:crypto';
import request from 'supertest';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type AccessWorld,
  type AccessWorldOptions,
  openAccess,
} from '../__testUtils__/openAccess';
import {
  AUDIENCE,
  startIssuer,
  type TestIssuer,
} from '../__testUtils__/startIssuer';
import type { IssuerSettings } from '../AccessSettings';

jest.setTimeout(60_000);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(each => each.close()));
});

async function world(
  more: Partial<IssuerSettings> = {},
  options: AccessWorldOptions = {},
): Promise<AccessWorld & { issuer: TestIssuer }> {
  const issuer = await startIssuer();
  const access = await openAccess({
    ...options,
    settings: { issuers: [issuer.settings(more)], ...options.settings },
  });
  opened.push(issuer, access);
  return { ...access, issuer };
}
const show = ({ url }: { url: string }, token: string) =>
  request(url).get('/v1/context').set('Authorization', `Bearer ${token}`);
const seconds = (delta: number) => Math.floor(Date.now() / 1000) + delta;

describe('a JWT of a configured issuer', () => {
  it('is an agent, with the organisation, roles and scopes that its claims say', async () => {
    const it = await world({
      claims: {
        subject: 'client_id',
        organisation: 'https://acme.example/org',
        roles: 'realm_access.roles',
        scopes: 'scp',
      },
    });
    const token = await it.issuer.sign({
      client_id: 'ci-bot',
      'https://acme.example/org': 'acme',
      realm_access: { roles: ['viewer', 'unknown'] },
      scp: ['mcp:servers:read', 'openid'],
    });
    const { body } = await show(it, token);
    expect(body).toMatchObject({
      caller: { type: 'agent', ref: `${it.issuer.url}#ci-bot` },
      orgId: 'acme',
      roles: ['viewer', 'unknown'],
      scopes: ['mcp:servers:read', 'openid'],
    });
  });

  it('holds what its scopes say, and no more', async () => {
    const it = await world();
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

  it('does not touch tokens of Backstage, which go on working beside it', async () => {
    const it = await world();
    const answer = await request(it.url)
      .get('/v1/context')
      .set('Authorization', mockCredentials.user.header());
    expect(answer.body.caller.type).toBe('user');
    expect(it.issuer.hits()).toBe(0);
  });

  it('is verified once, and no longer good when it has expired', async () => {
    const it = await world();
    const token = await it.issuer.sign({ exp: seconds(100) });
    expect((await show(it, token)).status).toBe(200);
    it.issuer.fail(true);
    expect((await show(it, token)).status).toBe(200);
    it.clock.advance(106_000);
    const late = await show(it, token);
    expect(late.status).toBe(401);
    expect(late.body.detail).toContain('expired');
  });

  it('agrees with an independent verifier', async () => {
    const it = await world();
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
      tokens.map(async token => (await show(it, token)).status),
    );
    expect(ours).toEqual(await Promise.all(tokens.map(verdict)));
    expect(ours).toContain(200);
    expect(ours).toContain(401);
  });
});

type Forge = (issuer: TestIssuer) => Promise<string>;
const encode = (part: object) =>
  Buffer.from(JSON.stringify(part)).toString('base64url');
const payloadOf = (token: string) => jose.decodeJwt(token);

/** What somebody may send who has no good token, or a good one for something else. */
const FORGED: Record<string, Forge> = {
  'without a signature (alg none)': async issuer =>
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(payloadOf(await issuer.sign()))}.`,
  'signed with the public key as a shared secret': async issuer => {
    const pem = await jose.exportSPKI(
      (await jose.importJWK(
        await issuer.publicJwk({ kid: 'first', alg: 'ES256' } as never),
        'ES256',
      )) as jose.CryptoKey,
    );
    const body = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })}.${encode(payloadOf(await issuer.sign()))}`;
    return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
  },
  'with an algorithm that is not allowed': async issuer => {
    const key = await issuer.newKey('rs512', 'RS512');
    await issuer.publish(key);
    return issuer.sign({}, {}, key);
  },
  'with a kid that is a path': async issuer =>
    issuer.sign({}, { kid: '../../../../dev/null' }),
  'with a kid that is SQL': async issuer =>
    issuer.sign({}, { kid: "' OR 1=1 --" }),
  'of a stranger under a known kid': async issuer => {
    const stranger = await issuer.newKey('stranger');
    return issuer.sign({}, { kid: 'first' }, stranger);
  },
  'with the key of a stranger inside (jwk)': async issuer => {
    const stranger = await issuer.newKey('stranger');
    const jwk = await issuer.publicJwk(stranger);
    return issuer.sign({}, { kid: undefined, jwk }, stranger);
  },
  'with another signature': async issuer => {
    const [head, payload] = (await issuer.sign()).split('.');
    const [, , signature] = (await issuer.sign({ sub: 'other' })).split('.');
    return `${head}.${payload}.${signature}`;
  },
  'for another audience': issuer =>
    issuer.sign({ aud: 'https://else.example' }),
  'for an audience that begins alike': issuer =>
    issuer.sign({ aud: `${AUDIENCE}/more` }),
  'for nobody': issuer => issuer.sign({ aud: undefined }),
  'that has expired': issuer => issuer.sign({ exp: seconds(-60) }),
  'that never expires': issuer => issuer.sign({ exp: undefined }),
  'that is not valid yet': issuer => issuer.sign({ nbf: seconds(60) }),
  'from the future': issuer => issuer.sign({ iat: seconds(60) }),
  'that is an ID token': issuer => issuer.sign({}, { typ: 'JWT' }),
  'without a type': issuer => issuer.sign({}, { typ: undefined }),
  'of nobody': issuer => issuer.sign({ sub: undefined }),
  'of a subject that is no text': issuer =>
    issuer.sign({ sub: 7 as unknown as string }),
  'of an issuer that begins alike': issuer =>
    issuer.sign({ iss: `${issuer.url}/` }),
  'with a critical header that nobody knows': async issuer =>
    issuer.sign({}, { crit: ['exp'], exp: 1 } as never).catch(async () => {
      const [, payload, signature] = (await issuer.sign()).split('.');
      return `${encode({ alg: 'ES256', kid: 'first', typ: 'at+jwt', crit: ['x'], x: 1 })}.${payload}.${signature}`;
    }),
  'bound in a way that nobody knows': issuer =>
    issuer.sign({ cnf: { 'x5t#S512': 'a' } }),
  'bound to a key, as a bearer token': issuer =>
    issuer.sign({ cnf: { jkt: 'a'.repeat(43) } }),
  'bound to a certificate, without one': issuer =>
    issuer.sign({ cnf: { 'x5t#S256': 'a'.repeat(43) } }),
  'that is no JSON': async () => 'e30.e30.e30',
};

describe('a token is refused', () => {
  it.each(Object.entries(FORGED))('%s', async (_name, forge) => {
    const it = await world();
    const before = await it.counts();
    const answer = await show(it, await forge(it.issuer));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain(
      'error="invalid_token"',
    );
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('without asking where its jku or x5u lead', async () => {
    const it = await world();
    const trap = await startIssuer();
    opened.push(trap);
    const stranger = await trap.newKey('first');
    await trap.publish(stranger);
    for (const name of ['jku', 'x5u']) {
      const token = await it.issuer.sign(
        {},
        { [name]: `${trap.url}/jwks` },
        stranger,
      );
      expect((await show(it, token)).status).toBe(401);
    }
    expect(trap.hits()).toBe(0);
  });

  it('when its issuer must bind and did not', async () => {
    for (const requireBinding of ['dpop', 'mtls'] as const) {
      const it = await world({ requireBinding });
      const answer = await show(it, await it.issuer.sign());
      expect(answer.status).toBe(401);
      expect(answer.body.detail).toContain('must be bound');
    }
  });

  it('when it names no organisation and must', async () => {
    const it = await world({
      claims: { subject: 'sub', organisation: 'org_id', scopes: 'scope' },
    });
    for (const org_id of [undefined, '', '../etc', 7, ['acme']]) {
      const token = await it.issuer.sign({ org_id });
      expect((await show(it, token)).status).toBe(401);
    }
    const good = await show(it, await it.issuer.sign({ org_id: 'acme' }));
    expect(good.body.orgId).toBe('acme');
  });
});

describe('the keys of an issuer', () => {
  it('rotate: a new one is fetched once, however many ask for unknown ones', async () => {
    const it = await world();
    expect((await show(it, await it.issuer.sign())).status).toBe(200);
    const second = await it.issuer.newKey('second');
    await it.issuer.publish(second);
    const fresh = await it.issuer.sign({}, {}, second);
    expect((await show(it, fresh)).status).toBe(401);
    expect(it.issuer.hits()).toBe(1);

    it.clock.advance(31_000);
    const statuses = await Promise.all(
      [fresh, fresh, await it.issuer.sign({}, { kid: 'x' })].map(
        async token => (await show(it, token)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 401]);
    expect(it.issuer.hits()).toBe(2);
    for (let index = 0; index < 10; index++) {
      await show(it, await it.issuer.sign({}, { kid: `made-up-${index}` }));
    }
    expect(it.issuer.hits()).toBe(2);
  });

  it('that were withdrawn are good for ten minutes at most, without one for an hour', async () => {
    const it = await world();
    const long = { exp: seconds(4 * 3600) };
    expect((await show(it, await it.issuer.sign(long))).status).toBe(200);
    await it.issuer.publish(await it.issuer.newKey('second'));
    it.clock.advance(11 * 60_000);
    const late = await it.issuer.sign({ ...long, jti: 'late' });
    expect((await show(it, late)).status).toBe(401);
  });

  it('503 when they cannot be had, and the outage is no refusal', async () => {
    const it = await world();
    it.issuer.fail(true);
    const before = await it.counts();
    const answer = await show(it, await it.issuer.sign());
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('30');
    expect(await it.counts()).toEqual(before);
    it.issuer.fail(false);
    it.clock.advance(31_000);
    expect((await show(it, await it.issuer.sign())).status).toBe(200);
    it.issuer.fail(true);
    it.clock.advance(11 * 60_000);
    const stale = await it.issuer.sign({ exp: seconds(3600) });
    expect((await show(it, stale)).status).toBe(200);
  });
});
