import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import request from 'supertest';
import * as dpop from 'dpop';
import * as jose from 'jose';
import { v4 as uuid } from 'uuid';
import { mockCredentials } from '@backstage/backend-test-utils';
import { databaseIds, fixedClock, openTestDatabase } from '../../__testUtils__';
import { makeCertificate } from '../__testUtils__/makeCertificate';
import {
  type AccessWorld,
  type AccessWorldOptions,
  openAccess,
} from '../__testUtils__/openAccess';
import { startIssuer } from '../__testUtils__/startIssuer';
import { createAddressesOf } from '../createAddressesOf';
import { createNonces } from './createNonces';
import { readProof } from './readProof';
import { ReplayStore } from './ReplayStore';
import { sameAddress } from './sameAddress';

jest.setTimeout(60_000);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(each => each.close()));
});
async function world(options: AccessWorldOptions = {}): Promise<AccessWorld> {
  const access = await openAccess(options);
  opened.push(access);
  return access;
}

/** A world with an API key that is bound to a key of its holder. */
async function bound(options: AccessWorldOptions = {}) {
  const access = await world(options);
  const pair = await dpop.generateKeyPair('ES256', { extractable: true });
  const answer = await request(access.url)
    .post('/v1/api-keys')
    .set('Authorization', mockCredentials.user.header())
    .send({
      name: 'bound',
      scopes: ['mcp:servers:read'],
      dpopThumbprint: await dpop.calculateThumbprint(pair.publicKey),
    });
  const token: string = answer.body.secret;
  const target = `${access.url}/v1/context`;
  const prove = (nonce?: string) =>
    dpop.generateProof(pair, target, 'GET', nonce, token);
  const show = (proof?: string, { url }: { url: string } = access) => {
    const call = request(url)
      .get('/v1/context')
      .set('Authorization', `DPoP ${token}`);
    return proof ? call.set('DPoP', proof) : call;
  };
  return { ...access, pair, token, target, prove, show };
}
type Bound = Awaited<ReturnType<typeof bound>>;

/** A proof made by hand, good unless told otherwise. */
async function forge(
  { pair, target, token }: Bound,
  change: {
    claims?: object;
    header?: object;
    pair?: dpop.KeyPair;
  } = {},
): Promise<string> {
  const signer = change.pair ?? pair;
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(token));
  return new jose.SignJWT({
    jti: uuid(),
    htm: 'GET',
    htu: target,
    iat: Math.floor(Date.now() / 1000),
    ath: Buffer.from(digest).toString('base64url'),
    ...change.claims,
  })
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'dpop+jwt',
      jwk: await jose.exportJWK(signer.publicKey),
      ...change.header,
    })
    .sign(signer.privateKey);
}
const seconds = (delta: number) => Math.floor(Date.now() / 1000) + delta;
const encode = (part: object) =>
  Buffer.from(JSON.stringify(part)).toString('base64url');

describe.each(databaseIds)('a bound API key on %s', id => {
  it('opens once with each proof, on whatever instance', async () => {
    const it = await bound({ id });
    const other = await world({ database: it.database, external: it.url });
    const proof = await it.prove();
    expect((await it.show(proof)).status).toBe(200);
    const before = await it.counts();
    for (const instance of [it, other]) {
      const again = await it.show(proof, instance);
      expect(again.status).toBe(401);
      expect(again.body.detail).toContain('used before');
    }
    expect(await it.counts()).toEqual(before);
    const raced = await it.prove();
    const answers = await Promise.all(
      [it, other, it, other].map(each => it.show(raced, each)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200, 401, 401, 401,
    ]);
  });

  it('forgets proofs in batches, when they are too old to be accepted', async () => {
    const database = await openTestDatabase({ id });
    const store = new ReplayStore(database);
    const at = (ms: number) => new Date(1_800_000_000_000 + ms);
    for (let index = 0; index < 5; index++) {
      expect(await store.remember(`proof-${index}`, at(index))).toBe(true);
    }
    expect(await store.remember('proof-4', at(99))).toBe(false);
    expect(await store.prune({ now: at(4), limit: 3 })).toBe(3);
    expect(await store.prune({ now: at(4), limit: 3 })).toBe(1);
    expect(await store.prune({ now: at(4), limit: 3 })).toBe(0);
    expect(await store.remember('proof-4', at(99))).toBe(false);
  });
});

describe('a proof', () => {
  it('passes with another spelling of the address', async () => {
    const it = await bound();
    const htu = `HTTP://127.0.0.1:${it.port}/v1/./con%74ext?q#f`;
    const answer = await it.show(await forge(it, { claims: { htu } }));
    expect(answer.status).toBe(200);
  });

  it('passes for the address behind a proxy, and not for another host', async () => {
    const it = await bound({ external: 'https://portal.example/sub' });
    const at = (htu: string) => forge(it, { claims: { htu } });
    const good = await at('https://portal.example/sub/v1/context');
    expect((await it.show(good)).status).toBe(200);
    const evil = await at('https://evil.example/v1/context');
    const answer = await it.show(evil).set('Host', 'evil.example');
    expect(answer.status).toBe(401);
  });

  const REFUSED: [string, (it: Bound) => Promise<string | undefined>][] = [
    ['that is missing', async () => undefined],
    ['that is no JWT', async () => 'nonsense'],
    ['of another method', it => forge(it, { claims: { htm: 'POST' } })],
    ['for another address', it => forge(it, { claims: { htu: it.url } })],
    [
      'for another host',
      it => forge(it, { claims: { htu: 'https://a.example/v1/context' } }),
    ],
    ['for no address', it => forge(it, { claims: { htu: undefined } })],
    ['that is old', it => forge(it, { claims: { iat: seconds(-70) } })],
    ['from the future', it => forge(it, { claims: { iat: seconds(30) } })],
    ['without a time', it => forge(it, { claims: { iat: undefined } })],
    ['without an id', it => forge(it, { claims: { jti: undefined } })],
    ['with a long id', it => forge(it, { claims: { jti: 'x'.repeat(600) } })],
    ['of no token', it => forge(it, { claims: { ath: undefined } })],
    ['of another token', it => forge(it, { claims: { ath: 'x' } })],
    ['of another type', it => forge(it, { header: { typ: 'JWT' } })],
    ['without a key', it => forge(it, { header: { jwk: undefined } })],
    [
      'with another key',
      async it => forge(it, { pair: await dpop.generateKeyPair('ES256') }),
    ],
    [
      'signed with another key than it shows',
      async it => {
        const pair = await dpop.generateKeyPair('ES256');
        const jwk = await jose.exportJWK(it.pair.publicKey);
        return forge(it, { pair, header: { jwk } });
      },
    ],
    [
      'that shows a private key',
      async it =>
        forge(it, {
          header: { jwk: await jose.exportJWK(it.pair.privateKey) },
        }),
    ],
    [
      'without a signature',
      async it => {
        const [, payload] = (await forge(it)).split('.');
        const jwk = await jose.exportJWK(it.pair.publicKey);
        return `${encode({ alg: 'none', typ: 'dpop+jwt', jwk })}.${payload}.`;
      },
    ],
    ['that is too long', async () => `${'x'.repeat(8200)}`],
  ];
  it.each(REFUSED)('%s is refused', async (_name, make) => {
    const it = await bound();
    const before = await it.counts();
    const answer = await it.show(await make(it));
    expect([400, 401]).toContain(answer.status);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_');
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('is asked for: neither Bearer for a bound one nor DPoP for a free one', async () => {
    const it = await bound();
    const before = await it.counts();
    const downgraded = await request(it.target)
      .get('')
      .set('Authorization', `Bearer ${it.token}`)
      .set('DPoP', await it.prove());
    expect(downgraded.status).toBe(401);
    expect(downgraded.headers['www-authenticate']).toMatch(
      /^DPoP .*algs="ES256/,
    );
    const portal = await request(it.target)
      .get('')
      .set(
        'Authorization',
        mockCredentials.user.header().replace('Bearer', 'DPoP'),
      );
    expect(portal.status).toBe(401);
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('needs a nonce of ours, which any instance knows, and not an old one', async () => {
    const settings = { dpop: { requireNonce: true, maxAgeSeconds: 600 } };
    const it = await bound({ settings });
    const other = await world({
      database: it.database,
      external: it.url,
      settings,
    });
    const before = await it.counts();
    const first = await it.show(await it.prove(), other);
    expect(first.status).toBe(401);
    expect(first.headers['www-authenticate']).toContain(
      'error="use_dpop_nonce"',
    );
    expect(await it.counts()).toEqual(before);
    const nonce = first.headers['dpop-nonce'];
    const answer = await it.show(await it.prove(nonce));
    expect(answer.status).toBe(200);
    for (const bad of [`${nonce}x`, 'x', nonce.replace(/.$/, '_')]) {
      if (bad === nonce) continue;
      expect((await it.show(await it.prove(bad))).status).toBe(401);
    }
    it.clock.advance(5 * 60_000);
    expect((await it.show(await it.prove(nonce))).status).toBe(401);
  });
});

describe('an algorithm of proofs', () => {
  it.each(['ES256', 'Ed25519', 'RS256', 'PS256'] as const)(
    '%s of an independent client is read, and no other key or alg fits',
    async alg => {
      const pair = await dpop.generateKeyPair(alg, { extractable: true });
      const made = await dpop.generateProof(pair, 'https://a.example/', 'GET');
      const read = readProof(made)!;
      const key = read.importKey();
      expect(read.isSignedBy(key)).toBe(true);
      expect(read.claims).toMatchObject({ htm: 'GET' });
      const [head, payload, signature] = made.split('.');
      const other = encode({ ...read.claims, htm: 'POST' });
      expect(readProof(`${head}.${other}.${signature}`)!.isSignedBy(key)).toBe(
        false,
      );
      for (const wrong of ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']) {
        const changed = readProof(
          `${encode({ typ: 'dpop+jwt', alg: wrong, jwk: read.jwk })}.${payload}.${signature}`,
        )!;
        const isGood = () => changed.isSignedBy(changed.importKey());
        expect(attempt(isGood)).toBe(false);
      }
    },
  );

  it('takes no symmetric one, no short key, and nothing that is critical', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const jwk = publicKey.export({ format: 'jwk' });
    const proofOf = (header: object) =>
      readProof(`${encode({ typ: 'dpop+jwt', jwk, ...header })}.e30.AA`);
    expect(() => proofOf({ alg: 'RS256' })!.importKey()).toThrow('too short');
    for (const header of [
      { alg: 'HS256' },
      { alg: 'none' },
      { alg: 'toString' },
      { alg: 'RS256', crit: ['b64'], b64: false },
      { alg: 'RS256', typ: 'JWT' },
      { alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } },
    ]) {
      expect(proofOf(header)).toBeUndefined();
    }
    for (const text of [
      '',
      '.',
      'a.b',
      'e30.e30.AA.AA',
      'W10.e30.AA',
      '!.e30.AA',
    ]) {
      expect(readProof(text)).toBeUndefined();
    }
  });
});

/** False, also for what throws. */
function attempt(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

describe('nonces', () => {
  it('live for the window that they are of and the next', () => {
    const clock = fixedClock();
    const secret = Buffer.alloc(32, 1);
    const nonces = createNonces({ secret, clock });
    const nonce = nonces.current();
    clock.advance(2 * 60_000);
    expect(nonces.accepts(nonce)).toBe(true);
    clock.advance(2 * 60_000);
    expect(nonces.accepts(nonce)).toBe(false);
    const foreign = createNonces({ secret: Buffer.alloc(32, 2), clock });
    expect(nonces.accepts(foreign.current())).toBe(false);
    for (const other of [undefined, 7, '', '.']) {
      expect(nonces.accepts(other)).toBe(false);
    }
  });
});

describe('addresses', () => {
  it.each([
    ['https://a.example/x', 'HTTPS://A.example:443/x?q=1#f', true],
    ['https://a.example/a/b', 'https://a.example/a/./c/../b', true],
    ['https://a.example/%7Ea', 'https://a.example/~a', true],
    ['https://a.example/%2f', 'https://a.example/%2F', true],
    ['https://a.example/%2F', 'https://a.example//', false],
    ['https://a.example/x', 'http://a.example/x', false],
    ['https://a.example/x', 'https://a.example/x/', false],
    ['https://a.example/x', 'https://u:p@a.example/x', false],
    ['https://a.example/x', 'https://a.example:8443/x', false],
    ['https://a.example/x', '/x', false],
    ['https://a.example/x', 'ftp://a.example/x', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameAddress(a, b)).toBe(same);
    expect(sameAddress(b, a)).toBe(same);
  });

  it('come from configuration, with the path that the plugin saw', () => {
    const addressesOf = createAddressesOf({
      external: 'https://portal.example/sub/api/sprintconnect',
      internal: 'http://localhost:7007/api/sprintconnect',
    });
    expect(addressesOf({ originalUrl: '/api/sprintconnect/v1/me?x' })).toEqual([
      'https://portal.example/sub/api/sprintconnect/v1/me?x',
      'http://localhost:7007/api/sprintconnect/v1/me?x',
    ]);
  });
});

describe('a client certificate in a header', () => {
  const client = makeCertificate('robot');
  const hex = client.thumbprint.toString('hex');
  const escaped = encodeURIComponent(client.cert);
  const base64 = client.der.toString('base64');
  type Header = 'x-forwarded-client-cert' | 'x-ssl-client-cert' | 'client-cert';

  async function behind(header: Header, proxies: string[]) {
    const issuer = await startIssuer();
    opened.push(issuer);
    const access = await world({
      settings: {
        issuers: [issuer.settings()],
        clientCertificate: { header, proxies },
      },
    });
    const token = await issuer.sign({
      cnf: { 'x5t#S256': client.thumbprint.toString('base64url') },
    });
    const show = (value: string | string[], name: string = header) =>
      rawGet(access.port, [
        ['Authorization', `Bearer ${token}`],
        ...[value].flat().map(each => [name, each] as [string, string]),
      ]);
    return { ...access, show };
  }

  it.each<[Header, string]>([
    ['x-ssl-client-cert', escaped],
    ['x-forwarded-client-cert', `By=spiffe://a;Cert="${escaped}";Subject="x"`],
    ['x-forwarded-client-cert', `By=spiffe://a;Hash=${hex}`],
    ['client-cert', `:${base64}:`],
  ])('%s of a configured proxy is believed', async (header, value) => {
    const it = await behind(header, ['10.0.0.0/8', '127.0.0.1']);
    expect(await it.show(value)).toBe(200);
    expect(await it.show([])).toBe(401);
  });

  it.each<[string, Header, { value: string | string[]; proxies: string[] }]>([
    [
      'from anybody else',
      'x-ssl-client-cert',
      { value: escaped, proxies: ['10.0.0.0/8'] },
    ],
    [
      'that came twice',
      'x-ssl-client-cert',
      { value: [escaped, escaped], proxies: ['127.0.0.1'] },
    ],
    [
      'with an element before that of the proxy',
      'x-forwarded-client-cert',
      { value: `Hash=${hex},Hash=${'0'.repeat(64)}`, proxies: ['127.0.0.1'] },
    ],
    [
      'that is no certificate',
      'client-cert',
      { value: ':AAAA:', proxies: ['127.0.0.1'] },
    ],
    [
      'that is empty of one',
      'x-forwarded-client-cert',
      { value: 'By=x', proxies: ['127.0.0.0/8'] },
    ],
  ])('%s is refused', async (_name, header, { value, proxies }) => {
    const it = await behind(header, proxies);
    const before = await it.counts();
    expect(await it.show(value)).toBe(400);
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('is nothing under another name, or where none is configured', async () => {
    const it = await behind('x-ssl-client-cert', ['127.0.0.1']);
    expect(await it.show(`:${base64}:`, 'client-cert')).toBe(401);
    expect(await it.show(escaped, 'x_ssl_client_cert')).toBe(401);
  });

  it('is refused from anybody else with whatever credential', async () => {
    const it = await behind('x-ssl-client-cert', ['10.0.0.0/8']);
    const status = await rawGet(it.port, [
      ['Authorization', mockCredentials.user.header()],
      ['X-SSL-Client-Cert', escaped],
    ]);
    expect(status).toBe(400);
  });
});

/** Headers as they are, repeated ones included. */
function rawGet(port: number, headers: [string, string][]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        host: '127.0.0.1',
        port,
        path: '/v1/context',
        agent: false,
        headers: ['Host', `127.0.0.1:${port}`, ...headers.flat()],
      } as http.RequestOptions,
      res => {
        res.resume();
        res.on('end', () => resolve(res.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
