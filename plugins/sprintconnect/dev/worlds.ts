import {
  accessManagePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { administrator } from './access';
import { credentials, rejecting } from './credentials';
import {
  drifting,
  everything,
  harbour,
  idOf,
  orchard,
  servers,
  vault,
  weather,
  weatherCapabilities,
} from './fixtures';
import type { MockWorld } from './mockWorld';
import { searchServers } from './searchFixtures';

const ownCredential = credentials.find(each => !each.shared)?.id;

/** Worlds to look at by name: `?world=empty`. Anything else is the usual one. */
export function worldOf(name: string): Partial<MockWorld> {
  const everywhere = (status: number, detail: string) =>
    new Map(
      [
        'GET /v1/servers',
        'GET /v1/servers/:id',
        'GET /v1/discovery/capabilities',
        'GET /v1/api-keys',
        'GET /v1/credentials',
        'GET /v1/connections',
        'GET /v1/connections/links/:id',
        'POST /v1/connections/logins/finish',
        'GET /v1/servers/:id/credential',
        'GET /v1/role-bindings',
        'GET /v1/organization',
        'GET /v1/audit',
        'GET /v1/calls',
        'GET /v1/calls/:id',
      ].map(route => [
        route,
        { status, title: 'The registry is not available', detail },
      ]),
    );
  switch (name) {
    case 'empty':
      return {
        servers: [],
        apiKeys: [],
        credentials: [],
        connections: [],
        roleBindings: [],
        audit: [],
        calls: [],
      };
    case 'unused':
      return { servers: [...servers, ...searchServers], calls: [] };
    case 'key-only':
      return {
        me: {
          ...administrator,
          connect: { ...administrator.connect!, signIn: false },
        },
      };
    case 'engineer':
      return {
        servers: [...servers, ...searchServers],
        me: {
          ...administrator,
          roles: ['engineer'],
          permissions: administrator.permissions.filter(
            each => each !== accessManagePermission.name,
          ),
        },
      };
    case 'degraded':
      return {
        servers: [...servers, ...searchServers],
        degraded:
          "Search doesn't tolerate typos here because the database doesn't have pg_trgm.",
      };
    case 'error':
      return {
        refusals: everywhere(
          503,
          "The database isn't responding. Try again in a moment.",
        ),
      };
    case 'health-error':
      return {
        refusals: new Map(
          [
            'GET /v1/servers/:id/health',
            'GET /v1/servers/health-summaries',
          ].map(route => [
            route,
            {
              status: 503,
              title: 'Health is not available',
              detail: "The database isn't responding. Try again in a moment.",
            },
          ]),
        ),
      };
    case 'drift':
      return {
        servers: servers.map(each =>
          each.id === weather.id ? drifting : each,
        ),
      };
    case 'credential':
      return {
        servers: [
          ...servers.map(each =>
            each.id === everything.id
              ? { ...each, credentialRef: ownCredential }
              : each,
          ),
          rejecting,
        ],
      };
    case 'login':
      return { servers: [...servers, ...searchServers, vault, orchard] };
    case 'partial':
      return {
        servers: [...servers, ...searchServers, harbour],
        capabilities: weatherCapabilities.map((each, at) =>
          at === 1 ? { ...each, notes: ['Half a character is U+FFFD.'] } : each,
        ),
      };
    case 'schemas':
      return { capabilities: schemaCapabilities() };
    case 'unreachable':
      return { unreachable: true };
    case 'refused':
      return {
        refusals: everywhere(403, `Needs ${serverReadPermission.name}.`),
      };
    case 'viewer':
      return {
        servers: [...servers, ...searchServers],
        me: {
          caller: { type: 'user', ref: 'user:default/eve' },
          orgId: 'default',
          roles: ['viewer'],
          permissions: [serverReadPermission.name],
          admins: ['group:default/platform', 'user:default/ada'],
          environments: ['development', 'staging', 'production'],
          stdioEntries: [],
        },
      };
    default:
      return { servers: [...servers, ...searchServers] };
  }
}

/** Tools whose input is hard to show as a table, by what makes it so. */
function schemaCapabilities(): MockWorld['capabilities'] {
  const option = (kind: string, name: string) => ({
    type: 'object',
    description: `What to do with a ${kind}`,
    properties: { kind: { const: kind }, [name]: { type: 'string' } },
    required: ['kind', name],
  });
  const schemas: Record<string, unknown> = {
    options: { oneOf: [option('berth', 'ship'), option('tide', 'day')] },
    patterns: {
      type: 'object',
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: { type: 'number' },
    },
    any: { type: 'object' },
    none: { type: 'object', properties: {}, additionalProperties: false },
    unknown: { not: { required: ['secret'] } },
  };
  const [tool] = weatherCapabilities;
  return Object.entries(schemas).map(([name, inputSchema], index) => ({
    ...tool,
    id: idOf(8000 + index),
    name,
    title: undefined,
    description: undefined,
    outputSchema: undefined,
    definition: { name, inputSchema },
    inputSchema: inputSchema as Record<string, unknown>,
  }));
}
