import { createHmac } from 'node:crypto';
import * as jose from 'jose';
import { encodePart } from './encodePart';
import { AUDIENCE, type TestIssuer } from './startIssuer';

const seconds = (delta: number) => Math.floor(Date.now() / 1000) + delta;
type Forge = (issuer: TestIssuer) => Promise<string>;
const payloadOf = (token: string) => jose.decodeJwt(token);

/** What somebody may send who has no good token, or a good one for something else. */
export const FORGED: Record<string, Forge> = {
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
  "with an algorithm that isn't allowed": async issuer => {
    const key = await issuer.newKey('rs512', 'RS512');
    await issuer.publish(issuer.first, key);
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
  'with a critical header that nobody knows': async issuer => {
    const header = { alg: 'ES256', kid: 'first', typ: 'at+jwt' };
    const critical = encodePart({ ...header, crit: ['x'], x: 1 });
    const body = `${critical}.${encodePart(payloadOf(await issuer.sign()))}`;
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      issuer.first.key,
      Buffer.from(body),
    );
    return `${body}.${Buffer.from(signature).toString('base64url')}`;
  },
  'bound in a way that nobody knows': issuer =>
    issuer.sign({ cnf: { 'x5t#S512': 'a' } }),
  'bound to a key without a name': issuer => issuer.sign({ cnf: { jkt: '' } }),
  'bound to nothing': issuer => issuer.sign({ cnf: null }),
  'bound to a key, as a bearer token': issuer =>
    issuer.sign({ cnf: { jkt: 'a'.repeat(43) } }),
  'bound to a certificate, without one': issuer =>
    issuer.sign({ cnf: { 'x5t#S256': 'a'.repeat(43) } }),
  'that is no JSON': async () => 'e30.e30.e30',
};
