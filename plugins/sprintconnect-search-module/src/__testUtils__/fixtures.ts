import {
  capabilityHitSchema,
  serverSchema,
  type CapabilityHit,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';

const idOf = (number: number) =>
  `01890a5d-ac96-774b-bcce-${String(number).padStart(12, '0')}`;

export function aServer(number: number, fields: Partial<Server>): Server {
  return serverSchema.parse({
    id: idOf(number),
    orgId: 'default',
    name: `server-${number}`,
    environment: 'production',
    remotes: [{ type: 'streamable-http', url: 'https://a.example/mcp' }],
    tags: [],
    entityRef: `api:default/server-${number}`,
    status: 'active',
    origin: 'api',
    counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 },
    health: { status: 'unhealthy' },
    snapshot: { current: 1 },
    revision: 1,
    createdAt: '2026-11-22T10:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    ...fields,
  });
}

export function aCapability(
  number: number,
  server: Server,
  fields: Partial<CapabilityHit['capability']>,
): CapabilityHit {
  return capabilityHitSchema.parse({
    score: 0,
    match: 'listed',
    capability: {
      id: idOf(1000 + number),
      kind: 'tool',
      name: `tool_${number}`,
      ...fields,
    },
    server,
  });
}
