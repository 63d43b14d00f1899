import request from 'supertest';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import searchPlugin from '@backstage/plugin-search-backend';
import { FixtureRegistry } from './__testUtils__/FixtureRegistry';
import { aCapability, aServer } from './__testUtils__/fixtures';
import searchModule from '.';

const weather = aServer(1, {
  title: 'Weather',
  description: 'Forecasts for sailors',
  tags: ['marine'],
});
const payments = aServer(2, { name: 'payments', environment: 'staging' });
const tides = aServer(3, { name: 'tides', description: 'High and low water' });
const forecast = aCapability(1, weather, {
  name: 'get_forecast',
  title: 'Get forecast',
  description: 'The weather of the coming days',
});
const refund = aCapability(2, payments, {
  name: 'refund',
  description: 'Pays an invoice back',
});
const logbook = aCapability(3, tides, {
  kind: 'resource',
  name: 'logbook',
  title: 'Log book',
});

type Decide = (permission: Permission, resourceRef?: string) => AuthorizeResult;

async function start(
  options: { registry?: FixtureRegistry; decide?: Decide } = {},
) {
  const { registry = new FixtureRegistry(), decide } = options;
  registry.servers = [weather, payments, tides];
  registry.capabilities = [forecast, refund, logbook];
  const answer = (
    permission: Permission,
    resourceRef: string | undefined,
  ): AuthorizeResult.ALLOW | AuthorizeResult.DENY =>
    decide?.(permission, resourceRef) === AuthorizeResult.DENY
      ? AuthorizeResult.DENY
      : AuthorizeResult.ALLOW;
  const permissions = mockServices.permissions.mock({
    authorize: async asked =>
      asked.map(each => ({
        result: answer(
          each.permission,
          'resourceRef' in each ? each.resourceRef : undefined,
        ),
      })),
    authorizeConditional: async asked =>
      asked.map(({ permission }) =>
        decide?.(permission) === AuthorizeResult.CONDITIONAL
          ? {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'sprintconnect',
              resourceType: 'any',
              conditions: { rule: 'ANY', resourceType: 'any', params: {} },
            }
          : { result: answer(permission, undefined) },
      ),
  });
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      searchPlugin,
      searchModule,
      registry.feature(),
      permissions.factory,
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
  const search = async (term: string, types?: string[]) => {
    const { body, status } = await request(backend.server)
      .get('/api/search/query')
      .query({ term, ...(types && { types }) })
      .set('Authorization', mockCredentials.user.header());
    expect(status).toBe(200);
    return body.results as {
      type: string;
      document: { location: string; title: string };
    }[];
  };
  const index = async () => {
    const tasks = await scheduler.getScheduledTasks();
    expect(tasks).toHaveLength(2);
    for (const { id } of tasks) await scheduler.triggerTask(id);
  };
  await index();
  return { backend, registry, search, index };
}

it('finds servers and what they offer, page after page, with where they lead', async () => {
  const { backend, search } = await start();
  expect(await search('sailors')).toMatchObject([
    {
      type: 'mcp-server',
      document: {
        title: 'Weather',
        text: 'Forecasts for sailors',
        location: `/sprintconnect/servers/${weather.id}`,
        kind: 'mcp-server',
        name: 'server-1',
        environment: 'production',
        tags: ['marine'],
      },
    },
  ]);
  const [best] = await search('get_forecast', ['mcp-capability']);
  expect([best]).toMatchObject([
    {
      type: 'mcp-capability',
      document: {
        title: 'Get forecast',
        location: `/sprintconnect/discover?capability=${forecast.capability.id}`,
        capabilityKind: 'tool',
        serverName: 'Weather',
        environment: 'production',
      },
    },
  ]);
  expect(await search('logbook')).toMatchObject([
    { document: { title: 'Log book', capabilityKind: 'resource' } },
  ]);
  // Health is another thing every minute: the index would never be right.
  expect(await search('unhealthy')).toEqual([]);
  expect(JSON.stringify(await search('weather'))).not.toContain('unhealthy');
  await backend.stop();
});

it('hides all servers from who may read none', async () => {
  const { backend, search } = await start({
    decide: ({ name }) =>
      name === 'sprintconnect.server.read'
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
  });
  const found = await search('weather');
  expect(found.map(({ type }) => type)).toEqual(['mcp-capability']);
  expect(await search('payments', ['mcp-server'])).toEqual([]);
  await backend.stop();
});

it('hides single capabilities from who may read the others', async () => {
  const { backend, search } = await start({
    decide: ({ name }, resourceRef) => {
      if (name !== 'sprintconnect.capability.read') {
        return AuthorizeResult.ALLOW;
      }
      if (!resourceRef) return AuthorizeResult.CONDITIONAL;
      return resourceRef === refund.capability.id
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW;
    },
  });
  const found = await search('', ['mcp-capability']);
  expect(found.map(({ document }) => document.title).sort()).toEqual([
    'Get forecast',
    'Log book',
  ]);
  await backend.stop();
});

it('keeps the index while the registry does not answer', async () => {
  const { backend, registry, search, index } = await start();
  registry.failing = true;
  registry.servers = [payments];
  await index();
  expect(await search('sailors')).toHaveLength(1);
  registry.failing = false;
  await index();
  expect(await search('sailors')).toEqual([]);
  await backend.stop();
});

it('indexes nothing where there are several organisations', async () => {
  const scheduler = mockServices.scheduler();
  const registry = new FixtureRegistry();
  registry.servers = [weather];
  const backend = await startTestBackend({
    features: [
      searchPlugin,
      searchModule,
      registry.feature(),
      mockServices.rootConfig.factory({
        data: { sprintconnect: { tenancy: { mode: 'catalog' } } },
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
    ],
  });
  expect(await scheduler.getScheduledTasks()).toEqual([]);
  const { body } = await request(backend.server)
    .get('/api/search/query')
    .query({ term: 'sailors' })
    .set('Authorization', mockCredentials.user.header());
  expect(body.results).toEqual([]);
  await backend.stop();
});
