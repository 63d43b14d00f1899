import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type AccessRole,
  accessManagePermission,
  serverCreatePermission,
  serverReadPermission,
  serverUpdatePermission,
  availablePermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';
import { askingServices } from 'testing';
import { ownPolicyModule } from './__testUtils__/ownPolicyModule';
import permissionModule from '.';

const user = (name: string) => `user:default/${name}`;
const header = (name: string) => ({
  Authorization: mockCredentials.user.header(user(name)),
});
const entityRead = {
  type: 'basic',
  name: 'catalog.location.read',
  attributes: { action: 'read' },
} as const;

async function start(
  options: {
    permission?: object;
    module?: typeof permissionModule;
    roles?: Partial<Record<AccessRole, string[]>>;
    limits?: Record<string, Record<string, number>>;
  } = {},
) {
  const backend = await startTestBackend({
    features: [
      permissionPlugin,
      options.module ?? permissionModule,
      sprintconnectPlugin,
      ...askingServices,
      eventsServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true, ...options.permission },
          sprintconnect: {
            limits: options.limits,
            access: {
              roles: {
                admin: [user('ann')],
                engineer: [user('eve')],
                viewer: [user('vic')],
                ...options.roles,
              },
            },
          },
        },
      }),
    ],
  });
  const { server } = backend;
  return {
    backend,
    server,
    /** What the permission framework says, as the browser asks it; to a resource permission, about a server. */
    async ask(name: string, permission: object) {
      const resourceRef = 'resourceType' in permission ? 'none' : undefined;
      const { body } = await request(server)
        .post('/api/permission/authorize')
        .set(header(name))
        .send({ items: [{ id: '1', permission, resourceRef }] });
      return body.items[0].result;
    },
    async register(name: string, owner: string) {
      return request(server)
        .post('/api/sprintconnect/v1/servers')
        .set(header(name))
        .send({
          name: `s-${Math.random().toString(36).slice(2)}`,
          environment: 'development',
          owner,
          remotes: [
            { type: 'streamable-http', url: 'https://mcp.example/mcp' },
          ],
        });
    },
    bind: (name: string, body: object) =>
      request(server)
        .post('/api/sprintconnect/v1/role-bindings')
        .set(header(name))
        .send(body),
    me: async (name: string) =>
      (await request(server).get('/api/sprintconnect/v1/me').set(header(name)))
        .body,
  };
}

describe('the policy', () => {
  it('decides by roles about SprintConnect, in a backend of its own', async () => {
    const { backend, me, register, server } = await start();
    const all = availablePermissions.map(({ name }) => name);
    expect(await me('ann')).toMatchObject({
      roles: ['admin'],
      permissions: all,
    });
    const reading = [
      'sprintconnect.server.read',
      'sprintconnect.capability.read',
    ];
    expect(await me('vic')).toMatchObject({
      roles: ['viewer'],
      permissions: reading,
    });
    expect(await me('nobody')).toMatchObject({ roles: [], permissions: [] });
    expect((await register('vic', user('vic'))).status).toBe(403);
    expect((await register('nobody', user('nobody'))).status).toBe(403);

    const own = await register('eve', user('eve'));
    const other = await register('ann', user('ann'));
    expect([own.status, other.status]).toEqual([201, 201]);
    const rename = (id: string, name: string) =>
      request(server)
        .patch(`/api/sprintconnect/v1/servers/${id}`)
        .set(header(name))
        .set('If-Match', '"1"')
        .send({ title: 'New' });
    expect((await rename(other.body.id, 'eve')).status).toBe(403);
    expect((await rename(own.body.id, 'vic')).status).toBe(403);
    expect((await rename(own.body.id, 'eve')).status).toBe(200);
    expect((await rename(other.body.id, 'ann')).status).toBe(200);
    await backend.stop();
  });

  it('hears at once of roles that are given and taken', async () => {
    // What is kept for longer than the test waits does not arrive by itself.
    const { backend, ask, bind, server } = await start({
      permission: { sprintconnect: { cacheSeconds: 60 } },
    });
    expect(await ask('new', serverReadPermission)).toBe('DENY');
    const bound = await bind('ann', { subject: 'user:new', role: 'viewer' });
    expect(bound.status).toBe(201);
    const become = async (result: string) => {
      const end = Date.now() + 30_000;
      while ((await ask('new', serverReadPermission)) !== result) {
        expect(Date.now()).toBeLessThan(end);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    };
    await become('ALLOW');
    await request(server)
      .delete(`/api/sprintconnect/v1/role-bindings/${bound.body.id}`)
      .set(header('ann'))
      .expect(204);
    await become('DENY');
    expect(
      (await bind('eve', { subject: 'user:eve', role: 'admin' })).status,
    ).toBe(403);
    await backend.stop();
  });

  it('knows the roles of three hundred users who come at once', async () => {
    // Everybody asks from the one address of the permission backend.
    const limits = { address: { perMinute: 20 }, user: { perMinute: 1 } };
    const { backend, ask } = await start({ limits, roles: { viewer: ['*'] } });
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        ask(`user-${index}`, serverReadPermission),
      ),
    );
    expect(answers).toEqual(Array(300).fill('ALLOW'));
    await backend.stop();
  });

  it('allows what other plugins ask unless told otherwise, and nothing of ours to who has no role', async () => {
    const open = await start();
    expect(await open.ask('nobody', entityRead)).toBe('ALLOW');
    expect(await open.ask('nobody', serverCreatePermission)).toBe('DENY');
    await open.backend.stop();
    const shut = await start({
      permission: { sprintconnect: { others: 'deny' } },
    });
    expect(await shut.ask('ann', entityRead)).toBe('DENY');
    expect(await shut.ask('ann', accessManagePermission)).toBe('ALLOW');
    await shut.backend.stop();
  });

  it.each([{ others: 'perhaps' }, { cacheSeconds: -1 }])(
    'does not start with %j',
    async sprintconnect => {
      await expect(start({ permission: { sprintconnect } })).rejects.toThrow(
        'permission.sprintconnect',
      );
    },
  );
});

it('can be part of a policy that a portal has, as the README shows', async () => {
  const { backend, ask } = await start({ module: ownPolicyModule });
  expect(await ask('eve', serverCreatePermission)).toBe(AuthorizeResult.ALLOW);
  expect(await ask('vic', serverCreatePermission)).toBe(AuthorizeResult.DENY);
  expect(await ask('vic', serverUpdatePermission)).toBe(AuthorizeResult.DENY);
  expect(await ask('vic', entityRead)).toBe(AuthorizeResult.ALLOW);
  expect(
    await ask('vic', { ...entityRead, attributes: { action: 'delete' } }),
  ).toBe(AuthorizeResult.DENY);
  await backend.stop();
});

it('is shown in the README as it is tested', () => {
  const read = (...path: string[]) =>
    readFileSync(join(__dirname, ...path), 'utf8');
  const sample = read('__testUtils__', 'ownPolicyModule.ts');
  expect(read('..', 'README.md')).toContain(sample.trim());
});
