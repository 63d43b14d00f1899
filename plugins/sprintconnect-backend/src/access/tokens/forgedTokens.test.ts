import { createHmac } from 'node:crypto';
import * as jose from 'jose';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { encodePart } from '../__testUtils__/encodePart';
import { openIssued } from '../__testUtils__/openIssued';
import { showToken } from '../__testUtils__/showToken';
import {
  AUDIENCE,
  startIssuer,
  type TestIssuer,
} from '../__testUtils__/startIssuer';

jest.setTimeout(60_000);

const seconds = (delta: number) => Math.floor(Date.now() / 1000) + delta;
type Forge = (issuer: TestIssuer) => Promise<string>;
const payloadOf = (token: string) => jose.decodeJwt(token);

/** What somebody may send who has no good token, or a good one for something else. */
const FORGED: Record<string, Forge> = {
  'without a signature (alg none)': async issuer =>
    `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${encodePart(payloadOf(await issuer.sign()))}.`,
  'signed with the public key as a shared secret': async issuer => {
    const pem = await jose.exportSPKI(
      (await jose.importJWK(
        await issuer.publicJwk({ kid: 'first', alg: 'ES256' } as never),
        'ES256',
      )) as jose.CryptoKey,
    );
    const body = `${encodePart({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })}.${encodePart(payloadOf(await issuer.sign()))}`;
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
      return `${encodePart({ alg: 'ES256', kid: 'first', typ: 'at+jwt', crit: ['x'], x: 1 })}.${payload}.${signature}`;
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
    const it = await openIssued();
    const before = await it.counts();
    const answer = await showToken(it, await forge(it.issuer));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain(
      'error="invalid_token"',
    );
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('without asking where its jku or x5u lead', async () => {
    const it = await openIssued();
    const trap = closedAfterTest(await startIssuer());
    const stranger = await trap.newKey('first');
    await trap.publish(stranger);
    for (const name of ['jku', 'x5u']) {
      const token = await it.issuer.sign(
        {},
        { [name]: `${trap.url}/jwks` },
        stranger,
      );
      expect((await showToken(it, token)).status).toBe(401);
    }
    expect(trap.hits()).toBe(0);
  });

  it('when its issuer must bind and did not', async () => {
    for (const requireBinding of ['dpop', 'mtls'] as const) {
      const it = await openIssued({ requireBinding });
      const answer = await showToken(it, await it.issuer.sign());
      expect(answer.status).toBe(401);
      expect(answer.body.detail).toContain('must be bound');
    }
  });

  it('when it names no organisation and must', async () => {
    const it = await openIssued({
      claims: { subject: 'sub', organisation: 'org_id', scopes: 'scope' },
    });
    for (const org_id of [undefined, '', '../etc', 7, ['acme']]) {
      const token = await it.issuer.sign({ org_id });
      expect((await showToken(it, token)).status).toBe(401);
    }
    const good = await showToken(it, await it.issuer.sign({ org_id: 'acme' }));
    expect(good.body.orgId).toBe('acme');
  });
});
