import {
  serverSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** A server as the registry answers it, with all that discovery and probes observed. */
export function aServer(fields: Partial<Server> = {}): Server {
  return serverSchema.parse({
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    orgId: 'default',
    name: 'weather',
    environment: 'production',
    remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
    tags: [],
    entityRef: 'api:default/weather-production',
    status: 'active',
    origin: 'api',
    era: 'modern',
    protocolVersion: '2026-07-28',
    serverInfo: { name: 'observed-name', version: '9.9.9' },
    instructions: 'Observed instructions',
    counts: { tools: 7, resources: 1, resourceTemplates: 0, prompts: 2 },
    health: { status: 'healthy', latencyMs: 12 },
    snapshot: { current: 3 },
    revision: 5,
    createdAt: '2026-11-22T10:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    lastDiscoveredAt: '2026-11-22T10:00:00.000Z',
    ...fields,
  });
}
