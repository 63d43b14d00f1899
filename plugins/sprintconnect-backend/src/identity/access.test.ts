import request from 'supertest';
import fc from 'fast-check';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  availablePermissions,
  jobsManagePermission,
  serverCreatePermission,
  serverReadPermission,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { fixedClock, testContext } from '../__testUtils__';
import { EVERYTHING } from '../ports';
import { openAccess } from '../administration/__testUtils__/openAccess';
import { createAuthorizer } from '../permissions/createAuthorizer';
import { traceIdOf } from './identifyRequest';

describe('who is calling', () => {
  it('is a user', async () => {
    const answer = await request((await openAccess()).url)
      .get('/v1/context')
      .set('Authorization', mockCredentials.user.header('user:default/ada'))
      .set('X-Request-Id', 'abc-1')
      .set(
        'traceparent',
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      );
    expect(answer.body).toEqual({
      caller: { type: 'user', ref: 'user:default/ada' },
      orgId: 'default',
      roles: [],
      scopes: [],
      requestId: 'abc-1',
      address: expect.stringContaining('127.0.0.1'),
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
    expect(answer.headers['x-request-id']).toBe('abc-1');
  });

  it('is a service', async () => {
    const answer = await request((await openAccess()).url)
      .get('/v1/context')
      .set('Authorization', mockCredentials.service.header());
    expect(answer.body.caller).toEqual({
      type: 'service',
      ref: 'external:test-service',
    });
  });

  it.each([
    ['no token', undefined],
    ['a token that is none', 'Bearer nonsense'],
    ['the token of nobody', mockCredentials.none.header()],
    ['a token that is not valid', mockCredentials.user.invalidHeader()],
    ['another scheme', 'Basic YTpi'],
  ])('401 for %s', async (_name, header) => {
    const { url, reached, counts } = await openAccess();
    const before = await counts();
    const call = request(url).get('/v1/context');
    const answer = await (header ? call.set('Authorization', header) : call);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['content-type']).toContain('problem+json');
    expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
    expect(reached).not.toHaveBeenCalled();
    expect(await counts()).toEqual(before);
  });

  it('replaces request ids that could break a header or a log line', async () => {
    const { url } = await openAccess();
    for (const id of ['a b', 'a\tb', 'x'.repeat(129), '"><script>', 'ä']) {
      const answer = await request(url)
        .get('/v1/context')
        .set('X-Request-Id', id);
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('traceIdOf', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', undefined],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', undefined],
    ['00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01', undefined],
    [
      '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more',
      '0af7651916cd43dd8448eb211c80319c',
    ],
  ])('of %s is %s', (header, traceId) => {
    expect(traceIdOf(header)).toBe(traceId);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect([undefined, text.slice(3, 35)]).toContain(traceIdOf(text));
      }),
    );
  });
});

describe('the authorizer', () => {
  const ctx = testContext({ credentials: mockCredentials.user() });

  const clock = fixedClock();

  it('makes criteria of conditions, and takes only those of our own rules', async () => {
    const permissions = mockServices.permissions.mock();
    const authorizer = createAuthorizer({
      permissions,
      clock,
      boundTo: async () => [],
      decisionSeconds: 0,
    });
    const answer = (resourceType: string, rule: string, params?: object) =>
      permissions.authorizeConditional.mockResolvedValue([
        {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'sprintconnect',
          resourceType,
          conditions: { rule, resourceType, params: params as never },
        },
      ]);
    answer('mcp-server', 'IS_OWNER', { claims: ['group:default/a'] });
    const judgement = await authorizer.judge(ctx, serverReadPermission);
    expect(judgement.criteria).toMatchObject({ trait: 'owner' });
    const server = { tags: [], environment: 'e', status: 'active' as const };
    expect(judgement.allows({ server: { ...server, owner: 'A' } })).toBe(true);
    expect(judgement.allows({ server })).toBe(false);
    expect(await authorizer.holds(ctx, [serverReadPermission])).toEqual([true]);
    for (const [type, rule, params] of [
      ['mcp-capability', 'IS_READ_ONLY', {}],
      ['mcp-server', 'SOMEBODY_ELSES', {}],
      ['mcp-server', 'IS_OWNER', { claims: 'a' }],
    ] as const) {
      answer(type, rule, params);
      const judged = authorizer.judge(ctx, serverReadPermission);
      await expect(judged).rejects.toThrow('permission policy failed');
      await expect(judged).rejects.toHaveProperty('status', 500);
    }
  });

  it('refuses by name, and judges a plain yes as everything', async () => {
    const permissions = mockServices.permissions.mock();
    const authorizer = createAuthorizer({
      permissions,
      clock,
      boundTo: async () => [],
      decisionSeconds: 0,
    });
    permissions.authorizeConditional.mockResolvedValue([
      { result: AuthorizeResult.DENY },
    ]);
    await expect(
      authorizer.judge(ctx, serverReadPermission),
    ).rejects.toMatchObject({
      status: 403,
      detail: expect.stringContaining('sprintconnect.server.read'),
    });
    permissions.authorizeConditional.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
    ]);
    const { criteria } = await authorizer.judge(ctx, serverReadPermission);
    expect(criteria).toEqual(EVERYTHING);
    permissions.authorize.mockResolvedValue([{ result: AuthorizeResult.DENY }]);
    await expect(
      authorizer.require(ctx, serverCreatePermission),
    ).rejects.toMatchObject({ status: 403 });
    expect(
      await authorizer.holds(ctx, [serverReadPermission, jobsManagePermission]),
    ).toEqual([true, false]);
  });

  it('keeps what was decided about a user for a while, and nothing of services or failures', async () => {
    const permissions = mockServices.permissions.mock();
    const time = fixedClock();
    const authorizer = createAuthorizer({
      permissions,
      clock: time,
      boundTo: async () => [],
      decisionSeconds: 5,
    });
    const answer = (result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) =>
      permissions.authorize.mockResolvedValue([{ result }]);
    const asked = async (who = ctx) =>
      (await authorizer.holds(who, [serverCreatePermission]))[0];
    permissions.authorize.mockRejectedValueOnce(new Error('down'));
    await expect(asked()).rejects.toThrow('permission policy failed');
    answer(AuthorizeResult.ALLOW);
    expect(await asked()).toBe(true);
    answer(AuthorizeResult.DENY);
    expect(await asked()).toBe(true);
    const bob = { type: 'user' as const, ref: 'user:default/bob' };
    expect(await asked({ ...ctx, caller: bob })).toBe(false);
    expect(await asked({ ...ctx, orgId: 'other' })).toBe(false);
    const plugin = { type: 'service' as const, ref: ctx.caller.ref };
    expect(await asked({ ...ctx, caller: plugin })).toBe(false);
    time.advance(5_000);
    expect(await asked()).toBe(false);
    answer(AuthorizeResult.ALLOW);
    expect(await asked()).toBe(false);
    authorizer.forget();
    expect(await asked()).toBe(true);
  });

  it('refuses who has no credentials, and does not say yes when nobody answers', async () => {
    const permissions = mockServices.permissions.mock();
    const authorizer = createAuthorizer({
      permissions,
      clock,
      boundTo: async () => [],
      decisionSeconds: 5,
    });
    await expect(
      authorizer.require(testContext(), serverCreatePermission),
    ).rejects.toMatchObject({ status: 403 });
    expect(permissions.authorize).not.toHaveBeenCalled();
    permissions.authorize.mockRejectedValue(new Error('down'));
    await expect(
      authorizer.require(ctx, serverCreatePermission),
    ).rejects.toThrow('permission policy failed');
  });
});

describe('GET /v1/me', () => {
  it('200: the caller, what is allowed, and the choices', async () => {
    const { url, permissionsRegistry } = await openAccess();
    const answer = await request(url)
      .get('/v1/me')
      .set('Authorization', mockCredentials.user.header());
    expect(answer.body).toEqual({
      caller: { type: 'user', ref: 'user:default/mock' },
      orgId: 'default',
      roles: [],
      permissions: availablePermissions.map(({ name }) => name),
      environments: ['development'],
      stdioEntries: ['memory'],
      timeoutsMax: { connectTimeoutMs: 60_000, probeTimeoutMs: 60_000 },
      callsMax: { timeoutMs: 600_000, resultBytesMax: 16 * 1024 * 1024 },
    });
    expect(permissionsRegistry.addPermissions).toHaveBeenCalledWith(
      sprintconnectPermissions,
    );
  });

  it('200: no permissions for who has none', async () => {
    const { url } = await openAccess({ result: AuthorizeResult.DENY });
    const answer = await request(url)
      .get('/v1/me')
      .set('Authorization', mockCredentials.user.header());
    expect(answer.body.permissions).toEqual([]);
  });
});
