import request from 'supertest';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  serverCreatePermission,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { eventually, fixedClock, openTestDatabase } from '../../__testUtils__';
import type { RequestContext } from '../../ports';
import { ADMIN } from '../../administration/__testUtils__/adminClient';
import { movedClock } from '../../administration/__testUtils__/openAccess';
import {
  NOBODY,
  openRoles,
  rolesOf,
} from '../../administration/__testUtils__/openRoles';
import { createRoleLookup } from './createRoleLookup';

describe('the roles of somebody', () => {
  it('are those of all that a user owns by, and are asked of nobody else', async () => {
    const { client, url } = await openRoles({
      // Whoever asks the permission framework here is refused.
      settings: {
        roles: { ...NOBODY, viewer: ['*'], engineer: ['group:Data'] },
      },
      groupsOf: ref =>
        ref === 'user:default/ada' ? ['group:default/DATA'] : [],
    });
    await client.roles.bind({ subject: 'user:ada', role: 'admin' });
    expect(await rolesOf(url, 'user:default/ada')).toEqual([
      'admin',
      'engineer',
      'viewer',
    ]);
    expect(await rolesOf(url, 'user:default/noor')).toEqual(['viewer']);
    const me = await request(url)
      .get('/v1/me')
      .set('Authorization', mockCredentials.user.header('user:default/ada'));
    expect(me.body.roles).toEqual(['admin', 'engineer', 'viewer']);
    const service = await request(url)
      .get('/v1/me/roles')
      .set('Authorization', mockCredentials.service.header());
    expect(service.body).toEqual({ orgId: 'default', roles: [] });
    const nobody = await request(url).get('/v1/me/roles');
    expect(nobody.status).toBe(401);
  });

  it('are answered to users whom the permission framework refuses everything', async () => {
    const { url } = await openRoles({
      result: AuthorizeResult.DENY,
      settings: { roles: { ...NOBODY, engineer: ['user:ada'] } },
    });
    expect(await rolesOf(url, 'user:default/ada')).toEqual(['engineer']);
  });

  it('reach machines at once, also those that asked before, and go so', async () => {
    const { access, client, url } = await openRoles();
    const key = await client.keys.create({ name: 'k', roles: ['viewer'] });
    const ask = async (path: string) => {
      const answer = await request(url)
        .get(path)
        .set('Authorization', `Bearer ${key.secret}`);
      return answer.body;
    };
    const use = async () => (await ask('/v1/me')).roles;
    const mayCreate = async (ctx: RequestContext) =>
      (await access.authorizer.holds(ctx, [serverCreatePermission]))[0];
    const before = await ask('/v1/context');
    expect(await use()).toEqual(['viewer']);
    const bound = await client.roles.bind({
      subject: `api-key:${key.id}`,
      role: 'engineer',
    });
    expect(await use()).toEqual(['viewer', 'engineer']);
    const after = await ask('/v1/context');
    expect([await mayCreate(before), await mayCreate(after)]).toEqual([
      true,
      true,
    ]);
    await client.roles.unbind(bound.id as string);
    expect(await use()).toEqual(['viewer']);
    expect([await mayCreate(before), await mayCreate(after)]).toEqual([
      false,
      false,
    ]);
  });

  it('are 503, not none, when the portal does not say who somebody is', async () => {
    const { url, access: _access } = await openRoles({
      groupsOf: () => {
        throw new Error('auth is down');
      },
    });
    const answer = await request(url).get('/v1/me/roles').set(ADMIN);
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toContain('groups');
    expect(answer.body.type).toBe(problemTypeOf('portal-unavailable'));
    expect(JSON.stringify(answer.body)).not.toContain('auth is down');
  });

  it('are kept for five seconds, and dropped when another instance changes them', async () => {
    const database = await openTestDatabase();
    const events = mockServices.events();
    const one = await openRoles({ database });
    const clock = fixedClock();
    const two = await openRoles({ database, events, clock });
    await two.access.start();
    const ada = 'user:default/ada';
    expect(await rolesOf(two.url, ada)).toEqual([]);
    await one.client.roles.bind({ subject: ada, role: 'viewer' });
    expect(await rolesOf(two.url, ada)).toEqual([]);
    two.clock.advance(5_000);
    expect(await rolesOf(two.url, ada)).toEqual(['viewer']);

    await one.client.roles.bind({ subject: ada, role: 'engineer' });
    const publish = (type: string) =>
      events.publish({ topic: 'sprintconnect', eventPayload: { type } });
    await publish('server.updated');
    expect(await rolesOf(two.url, ada)).toEqual(['viewer']);
    await publish('access.roles.changed');
    expect(await rolesOf(two.url, ada)).toEqual(['engineer', 'viewer']);
  });

  it('are those of the organisation for which a machine comes', async () => {
    const lookup = createRoleLookup({
      bindings: {
        rolesOf: async ({ orgId }) => (orgId === 'acme' ? ['admin'] : []),
      },
      configured: [],
      userInfo: mockServices.userInfo(),
      clock: movedClock(),
      seconds: 5,
    });
    const caller = { type: 'agent' as const, ref: 'x#y' };
    expect(await lookup.boundTo({ caller, orgId: 'acme' })).toEqual(['admin']);
    expect(await lookup.boundTo({ caller, orgId: 'globex' })).toEqual([]);
  });

  it('that were being looked up when they changed are not kept, and neither is a failure', async () => {
    const answers: ((roles: 'viewer'[]) => void)[] = [];
    const lookup = createRoleLookup({
      bindings: {
        rolesOf: () => new Promise(resolve => answers.push(resolve)),
      },
      configured: [],
      userInfo: { getUserInfo: () => Promise.reject(new Error('down')) },
      clock: movedClock(),
      seconds: 5,
    });
    const bot = { caller: { type: 'agent' as const, ref: 'x#y' }, orgId: 'o' };
    const early = lookup.boundTo(bot);
    await eventually('the first read', () => answers.length === 1);
    lookup.forget();
    const late = lookup.boundTo(bot);
    await eventually('the second read', () => answers.length === 2);
    answers[0](['viewer']);
    answers[1]([]);
    expect(await early).toEqual(['viewer']);
    expect(await late).toEqual([]);
    expect(await lookup.boundTo(bot)).toEqual([]);
    expect(answers).toHaveLength(2);

    const user = {
      caller: { type: 'user' as const, ref: 'user:default/ada' },
      orgId: 'o',
      credentials: mockCredentials.user(),
    };
    await expect(lookup.boundTo(user)).rejects.toMatchObject({ status: 503 });
    await expect(lookup.boundTo(user)).rejects.toMatchObject({ status: 503 });
  });
});
