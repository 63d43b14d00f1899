import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { fixedClock } from '../__testUtils__';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import { openBound } from '../administration/__testUtils__/boundKey';
import { encodePart } from '../administration/__testUtils__/encodePart';
import {
  type AccessWorld,
  openAccess,
} from '../administration/__testUtils__/openAccess';
import { rawGet } from '../administration/__testUtils__/rawGet';
import { startIssuer } from '../administration/__testUtils__/startIssuer';
import { createGuessGuard } from './createGuessGuard';
import { mintApiKey } from './keys/apiKeyText';

const user = mockCredentials.user.header();
const show = ({ url }: AccessWorld, authorization: string) =>
  request(url).get('/v1/context').set('Authorization', authorization);

describe('headers', () => {
  it.each<[string, [string, string][], number]>([
    [
      'two credentials',
      [
        ['Authorization', user],
        ['Authorization', 'Bearer x'],
      ],
      400,
    ],
    [
      'the same credential twice',
      [
        ['Authorization', user],
        ['authorization', user],
      ],
      400,
    ],
    [
      'two proofs',
      [
        ['Authorization', user],
        ['DPoP', 'a'],
        ['dpop', 'b'],
      ],
      400,
    ],
    [
      'a credential over 12 KiB',
      [['Authorization', `Bearer ${'x'.repeat(13_000)}`]],
      400,
    ],
    ['two tokens in one', [['Authorization', 'Bearer a b']], 400],
    ['no token', [['Authorization', 'Bearer']], 400],
    ['another scheme', [['Authorization', 'Basic YTpi']], 401],
    ['nothing', [['Authorization', '']], 401],
    ['a cookie', [['Cookie', 'backstage-auth=x']], 401],
    ['a key cut short', [['Authorization', 'Bearer sck_abc']], 401],
    [
      'a key over its length',
      [['Authorization', `Bearer ${mintApiKey().secret}x`]],
      401,
    ],
    [
      'a key that nobody made',
      [['Authorization', `Bearer ${mintApiKey().secret}`]],
      401,
    ],
  ])('%s', async (_name, headers, status) => {
    const it = await openAccess();
    const before = await it.counts();
    const answer = await rawGet(it.port, headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ status });
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('answer with both schemes, the metadata, and an error only where there was a credential', async () => {
    const it = await openAccess();
    const none = await request(it.url).get('/v1/context');
    const header = none.headers['www-authenticate'];
    expect(header).toMatch(
      /^Bearer realm="sprintconnect", resource_metadata="/,
    );
    expect(header).toContain(', DPoP realm="sprintconnect", algs="ES256 ');
    expect(header).not.toContain('error=');
    const bad = await show(it, 'Bearer nonsense');
    expect(bad.headers['www-authenticate']).toContain('error="invalid_token"');
  });
});

describe('the metadata of the resource', () => {
  it('stands below the origin and below our own path, and says what issuers there are', async () => {
    const issuer = closedAfterTest(await startIssuer());
    const it = await openAccess({
      settings: { issuers: [issuer.settings({ requireBinding: 'dpop' })] },
    });
    const own = await request(it.url).get(
      '/.well-known/oauth-protected-resource',
    );
    expect(own.body).toMatchObject({
      resource: it.url,
      authorization_servers: [issuer.url],
      scopes_supported: expect.arrayContaining(['mcp:servers:read', 'org:*']),
      dpop_bound_access_tokens_required: true,
    });
    const root = await request(it.url).get(it.access.rootMetadata.path);
    expect(root.body).toEqual(own.body);
  });

  it('is named where a proxy leads, when that adds to our path', async () => {
    const it = await openAccess({ external: 'https://portal.example/sub' });
    const { headers } = await request(it.url).get('/v1/context');
    expect(headers['www-authenticate']).toContain(
      'resource_metadata="https://portal.example/sub/.well-known/oauth-protected-resource"',
    );
  });
});

describe('guesses', () => {
  it('slow down by address: 429 with Retry-After, and who was let in goes on', async () => {
    const it = await openAccess({ clock: fixedClock() });
    const made = await request(it.url)
      .post('/v1/api-keys')
      .set('Authorization', user)
      .send({ name: 'good', roles: ['viewer'] });
    const good = `Bearer ${made.body.secret}`;
    expect((await show(it, good)).status).toBe(200);
    for (let index = 0; index < 20; index++) {
      expect((await show(it, `Bearer guess-${index}`)).status).toBe(401);
    }
    const before = await it.counts();
    const slowed = await show(it, `Bearer ${mintApiKey().secret}`);
    expect(slowed.status).toBe(429);
    expect(slowed.body.type).toBe(problemTypeOf('too-many-guesses'));
    expect(slowed.headers['retry-after']).toBe('1');
    expect(await it.counts()).toEqual(before);
    expect((await show(it, good)).status).toBe(200);
    // As a plugin of the portal sends one: signed, of no issuer, and another for each request.
    const signed = `Bearer ${encodePart({ typ: 'vnd.backstage.plugin' })}.${encodePart({ sub: 'permission' })}.x`;
    expect((await show(it, signed)).status).toBe(401);
    it.clock.advance(1_000);
    expect((await show(it, `Bearer ${mintApiKey().secret}`)).status).toBe(401);
    const longer = await show(it, `Bearer ${mintApiKey().secret}`);
    expect(longer.headers['retry-after']).toBe('2');
  });

  it('are what somebody does who has a bound key without its proof, however often', async () => {
    const it = await openBound({ clock: fixedClock() });
    const statuses: number[] = [];
    for (let index = 0; index < 6; index++) {
      statuses.push((await show(it, `Bearer ${it.token}`)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('are not what requests without a credential, or expired tokens, are', async () => {
    const issuer = closedAfterTest(await startIssuer());
    const it = await openAccess({ settings: { issuers: [issuer.settings()] } });
    for (let index = 0; index < 30; index++) {
      const jti = String(index);
      expect((await request(it.url).get('/v1/context')).status).toBe(401);
      const expired = await issuer.sign({ exp: 1_700_000_000, jti });
      expect((await show(it, `Bearer ${expired}`)).status).toBe(401);
    }
    const fresh = await show(it, `Bearer ${await issuer.sign()}`);
    expect(fresh.status).toBe(200);
  });

  it('double their delay up to a minute, by prefix sooner than by address, and are forgotten', async () => {
    const clock = fixedClock();
    const guard = createGuessGuard(clock);
    const source = { address: '192.0.2.1', prefix: 'abc' };
    for (let index = 0; index < 4; index++) await guard.failed(source);
    expect(await guard.waitSeconds(source)).toBe(0);
    const waits: number[] = [];
    for (let index = 0; index < 8; index++) {
      await guard.failed(source);
      waits.push(await guard.waitSeconds(source));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await guard.waitSeconds({ address: '192.0.2.1' })).toBe(0);
    expect(await guard.waitSeconds({ prefix: 'abc' })).toBe(60);
    clock.advance(15 * 60_000);
    expect(await guard.waitSeconds(source)).toBe(0);
    await guard.failed(source);
    expect(await guard.waitSeconds(source)).toBe(0);
  });

  it('are counted by the network of an IPv6 address, which has too many to count each', async () => {
    const guard = createGuessGuard(fixedClock());
    for (let index = 0; index < 20; index++) {
      await guard.failed({ address: `2001:db8:0:1::${index}` });
    }
    expect(await guard.waitSeconds({ address: '2001:db8:0:1::ffff' })).toBe(1);
    expect(await guard.waitSeconds({ address: '2001:db8:0:2::1' })).toBe(0);
  });
});
