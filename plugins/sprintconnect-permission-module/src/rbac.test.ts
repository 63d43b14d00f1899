import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import request from 'supertest';
import rbacPlugin from '@backstage-community/plugin-rbac-backend';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  accessRoleSchema,
  decideByRoles,
  availablePermissions,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';
import { askingServices } from 'testing';

/**
 * The 2.x of its common package is what 8.x of the RBAC backend asks for. Where only 1.18 is to be had, these two
 * functions are all that it lacks; nothing else of the RBAC backend is replaced.
 */
jest.mock('@backstage-community/plugin-rbac-common', () => ({
  isPermissionInfo: (entry: unknown) => typeof entry === 'object',
  permissionMappingAction: (entry: string | { action: string }) =>
    typeof entry === 'string' ? entry : entry.action,
  ...jest.requireActual('@backstage-community/plugin-rbac-common'),
}));

// A driver that its adapter loads for a database that nobody uses here.
jest.mock('mongodb', () => ({ ObjectId: class {} }), { virtual: true });

const RBAC = join(__dirname, '..', 'rbac');
const policy = readFileSync(join(RBAC, 'policy.csv'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'rbac-'));
afterAll(() => rmSync(directory, { recursive: true }));

const user = (name: string) => `user:default/${name}`;
const header = (name: string) => ({
  Authorization: mockCredentials.user.header(user(name)),
});

it('says in the file what the roles say', () => {
  const given = new Set(policy.trim().split('\n'));
  const wanted = accessRoleSchema.options.flatMap(role =>
    sprintconnectPermissions
      .filter(
        permission =>
          decideByRoles(permission, { roles: [role], ownershipRefs: ['x'] })
            ?.result === AuthorizeResult.ALLOW,
      )
      .map(
        ({ name, attributes }) =>
          `p, role:default/sprintconnect-${role}, ${name}, ${attributes.action ?? 'use'}, allow`,
      ),
  );
  expect(given).toEqual(new Set(wanted));
});

it('is what the RBAC plugin decides, with our files as they are', async () => {
  const csv = join(directory, 'policy.csv');
  const bindings = [
    ['ann', 'admin'],
    ['ann', 'engineer'],
    ['eve', 'engineer'],
    ['vic', 'viewer'],
  ].map(
    ([name, role]) => `g, ${user(name)}, role:default/sprintconnect-${role}`,
  );
  writeFileSync(csv, `${policy}${bindings.join('\n')}\n`);
  const users = join(directory, 'users.yaml');
  const entities = ['ann', 'eve'].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name },
    spec: { memberOf: [] },
  }));
  writeFileSync(
    users,
    entities.map(each => JSON.stringify(each)).join('\n---\n'),
  );
  const backend = await startTestBackend({
    features: [
      permissionPlugin,
      rbacPlugin,
      catalogPlugin,
      sprintconnectPlugin,
      ...askingServices,
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          catalog: {
            locations: [
              { type: 'file', target: users, rules: [{ allow: ['User'] }] },
            ],
          },
          permission: {
            enabled: true,
            rbac: {
              'policies-csv-file': csv,
              conditionalPoliciesFile: join(RBAC, 'conditional-policies.yaml'),
              pluginsWithPermission: ['sprintconnect'],
              policyDecisionPrecedence: 'basic',
            },
          },
        },
      }),
    ],
  });
  const { server } = backend;
  const held = async (name: string): Promise<string[]> => {
    const { body } = await request(server)
      .get('/api/sprintconnect/v1/me')
      .set(header(name));
    return body.permissions;
  };
  const all = availablePermissions.map(({ name }) => name);
  const reading = policy
    .split('\n')
    .filter(line => line.includes('-viewer'))
    .map(line => line.split(', ')[2])
    .filter(name => all.includes(name));
  expect(await held('ann')).toEqual(all);
  expect(await held('vic')).toEqual(reading);
  expect(await held('nobody')).toEqual([]);
  expect(await held('eve')).toEqual(
    all.filter(name => !/approve|audit|manage/.test(name)),
  );

  const register = (name: string, owner: string) =>
    request(server)
      .post('/api/sprintconnect/v1/servers')
      .set(header(name))
      .send({
        name: `server-of-${owner.replace(/\W/g, '-')}`,
        environment: 'development',
        owner,
        remotes: [{ type: 'streamable-http', url: 'https://mcp.example/mcp' }],
      });
  expect((await register('vic', user('vic'))).status).toBe(403);
  /** The catalog takes the owners in meanwhile. */
  const registered = async (name: string) => {
    let answer = await register(name, user(name));
    while (answer.status === 400) {
      await setTimeout(100);
      answer = await register(name, user(name));
    }
    return answer;
  };
  const own = await registered('eve');
  const other = await registered('ann');
  expect([own.status, other.status]).toEqual([201, 201]);
  const change = (name: string, { id }: { id: string }) =>
    request(server)
      .patch(`/api/sprintconnect/v1/servers/${id}`)
      .set(header(name))
      .set('If-Match', '"1"')
      .send({ title: `Of ${name}` });
  expect((await change('vic', own.body)).status).toBe(403);
  expect((await change('eve', other.body)).status).toBe(403);
  expect((await change('eve', own.body)).status).toBe(200);
  // Both roles at once: the wider one counts.
  expect((await change('ann', other.body)).status).toBe(200);
  const list = await request(server)
    .get('/api/sprintconnect/v1/servers')
    .set(header('vic'));
  expect(list.body.items).toHaveLength(2);
  await backend.stop();
});
