import request from 'supertest';
import * as dpop from 'dpop';
import * as jose from 'jose';
import { mockCredentials } from '@backstage/backend-test-utils';
import { databaseIds, fixedClock, openTestDatabase } from '../../__testUtils__';
import {
  type Bound,
  forgeProof,
  openBound,
} from '../../administration/__testUtils__/boundKey';
import { encodePart } from '../../administration/__testUtils__/encodePart';
import { openAccess } from '../../administration/__testUtils__/openAccess';
import { ReplayStore } from './ReplayStore';

const seconds = (delta: number) => Math.floor(Date.now() / 1000) + delta;

describe.each(databaseIds)('a bound API key on %s', id => {
  it('opens once with each proof, on whatever instance', async () => {
    const it = await openBound({ id });
    const other = await openAccess({ database: it.database, external: it.url });
    const proof = await it.prove();
    expect((await it.show(proof)).status).toBe(200);
    const before = await it.counts();
    for (const instance of [it, other]) {
      const again = await it.show(proof, instance);
      expect(again.status).toBe(401);
      expect(again.body.detail).toContain('already used');
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
  it('is remembered for as long as it would be accepted', async () => {
    const it = await openBound({ clock: fixedClock() });
    const now = it.clock.now().getTime() / 1000;
    const proof = await forgeProof(it, { claims: { iat: now + 5 } });
    expect((await it.show(proof)).status).toBe(200);
    it.clock.advance(65_000);
    const { clock, database } = it;
    const store = new ReplayStore(database);
    await store.prune({ now: clock.now(), limit: 10 });
    const again = await it.show(proof);
    expect(again.body.detail).toContain('already used');
    it.clock.advance(1_001);
    expect(await store.prune({ now: clock.now(), limit: 10 })).toBe(1);
    expect((await it.show(proof)).body.detail).toContain('"iat"');
  });

  it('may have the id of a proof by somebody else', async () => {
    const it = await openBound();
    const other = await openBound({ database: it.database });
    for (const holder of [it, other]) {
      const proof = await forgeProof(holder, { claims: { jti: 'one' } });
      expect((await holder.show(proof)).status).toBe(200);
    }
  });

  it('passes with another spelling of the address', async () => {
    const it = await openBound();
    const htu = `HTTP://127.0.0.1:${it.port}/v1/./con%74ext?q#f`;
    const answer = await it.show(await forgeProof(it, { claims: { htu } }));
    expect(answer.status).toBe(200);
  });

  it('passes for the address behind a proxy, and not for another host', async () => {
    const it = await openBound({ external: 'https://portal.example/sub' });
    const at = (htu: string) => forgeProof(it, { claims: { htu } });
    const good = await at('https://portal.example/sub/v1/context');
    expect((await it.show(good)).status).toBe(200);
    const evil = await at('https://evil.example/v1/context');
    const answer = await it.show(evil).set('Host', 'evil.example');
    expect(answer.status).toBe(401);
  });

  const REFUSED: [string, (it: Bound) => Promise<string | undefined>][] = [
    ['that is missing', async () => undefined],
    ['that is no JWT', async () => 'nonsense'],
    ['of another method', it => forgeProof(it, { claims: { htm: 'POST' } })],
    ['for another address', it => forgeProof(it, { claims: { htu: it.url } })],
    [
      'for another host',
      it => forgeProof(it, { claims: { htu: 'https://a.example/v1/context' } }),
    ],
    ['for no address', it => forgeProof(it, { claims: { htu: undefined } })],
    ['that is old', it => forgeProof(it, { claims: { iat: seconds(-70) } })],
    ['from the future', it => forgeProof(it, { claims: { iat: seconds(30) } })],
    ['without a time', it => forgeProof(it, { claims: { iat: undefined } })],
    ['without an id', it => forgeProof(it, { claims: { jti: undefined } })],
    [
      'with a long id',
      it => forgeProof(it, { claims: { jti: 'x'.repeat(600) } }),
    ],
    ['of no token', it => forgeProof(it, { claims: { ath: undefined } })],
    ['of another token', it => forgeProof(it, { claims: { ath: 'x' } })],
    ['of another type', it => forgeProof(it, { header: { typ: 'JWT' } })],
    ['without a key', it => forgeProof(it, { header: { jwk: undefined } })],
    [
      'with a different key',
      async it => forgeProof(it, { pair: await dpop.generateKeyPair('ES256') }),
    ],
    [
      'signed with another key than it shows',
      async it => {
        const pair = await dpop.generateKeyPair('ES256');
        const jwk = await jose.exportJWK(it.pair.publicKey);
        return forgeProof(it, { pair, header: { jwk } });
      },
    ],
    [
      'that shows a private key',
      async it =>
        forgeProof(it, {
          header: { jwk: await jose.exportJWK(it.pair.privateKey) },
        }),
    ],
    [
      'without a signature',
      async it => {
        const [, payload] = (await forgeProof(it)).split('.');
        const jwk = await jose.exportJWK(it.pair.publicKey);
        return `${encodePart({ alg: 'none', typ: 'dpop+jwt', jwk })}.${payload}.`;
      },
    ],
    ['that is too long', async () => `${'x'.repeat(8200)}`],
  ];
  it.each(REFUSED)('%s is refused', async (_name, make) => {
    const it = await openBound();
    const before = await it.counts();
    const answer = await it.show(await make(it));
    expect([400, 401]).toContain(answer.status);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_');
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('is asked for: neither Bearer for a bound one nor DPoP for a free one', async () => {
    const it = await openBound();
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
    const it = await openBound({ settings });
    const other = await openAccess({
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
