import request from 'supertest';
import {
  type BackstageUserPrincipal,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  type PolicyDecision,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import searchPlugin from '@backstage/plugin-search-backend';
import { sprintconnectPlugin } from '@sprintconnect/plugin-sprintconnect-backend';
import {
  capabilityConditions,
  serverConditions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import searchModule from '.';

const STAGING = { environments: ['staging'] };

/** `all` may everything, `staging` may read what is in staging, anybody else nothing. */
const policy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'policy-of-a-test',
  register: reg =>
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init(deps) {
        deps.policy.setPolicy({
          async handle({ permission }, user): Promise<PolicyDecision> {
            const principal = user?.credentials
              .principal as BackstageUserPrincipal;
            const who = principal.userEntityRef;
            if (who === 'user:default/all') {
              return { result: AuthorizeResult.ALLOW };
            }
            const isRead = /^sprintconnect\.(server|capability)\.read$/.test(
              permission.name,
            );
            if (
              who !== 'user:default/staging' ||
              !isRead ||
              !isResourcePermission(permission)
            ) {
              return { result: AuthorizeResult.DENY };
            }
            return {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'sprintconnect',
              resourceType: permission.resourceType,
              conditions:
                permission.name === 'sprintconnect.server.read'
                  ? serverConditions.inEnvironment(STAGING)
                  : capabilityConditions.inEnvironment(STAGING),
            };
          },
        });
      },
    }),
});

it('shows each user what the policy of the portal lets them read, and nothing to who may read nothing', async () => {
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      searchPlugin,
      searchModule,
      sprintconnectPlugin,
      permissionPlugin,
      policy,
      ...askingServices,
      mockServices.rootLogger.factory({ level: 'error' }),
      mockServices.rootConfig.factory({
        data: { permission: { enabled: true } },
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
    ],
  });
  const { server } = backend;
  const as = (name: string) =>
    mockCredentials.user.header(`user:default/${name}`);
  for (const environment of ['staging', 'production']) {
    const registered = await request(server)
      .post('/api/sprintconnect/v1/servers')
      .set('Authorization', as('all'))
      .send({
        name: `lighthouse-${environment}`,
        environment,
        remotes: [{ type: 'sse', url: 'https://lighthouse.example/sse' }],
      });
    expect([registered.status, registered.body.detail]).toEqual([
      201,
      undefined,
    ]);
  }
  for (const { id } of await scheduler.getScheduledTasks()) {
    if (id.includes('mcp')) await scheduler.triggerTask(id);
  }
  const found = async (name: string) => {
    const { body, status } = await request(server)
      .get('/api/search/query')
      .query({ term: 'lighthouse' })
      .set('Authorization', as(name));
    expect(status).toBe(200);
    return body.results
      .map((each: { document: { title: string } }) => each.document.title)
      .sort();
  };
  expect(await found('all')).toEqual([
    'lighthouse-production',
    'lighthouse-staging',
  ]);
  expect(await found('staging')).toEqual(['lighthouse-staging']);
  expect(await found('nobody')).toEqual([]);
  await backend.stop();
});
