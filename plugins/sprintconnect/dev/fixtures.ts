import {
  type Capability,
  type Change,
  estimateTokens,
  type Server,
  type SnapshotSummary,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { listedHealth } from './health';
import { wantsLogin } from './healthStories';
import { ago, idOf } from './moments';

export { ago, idOf };

/** A discovered server, checked against the contract so that the mock cannot drift from it. */
export function serverOf(
  given: Partial<Server> & Pick<Server, 'id' | 'name'>,
): Server {
  return serverSchema.parse({
    orgId: 'default',
    environment: 'production',
    remotes: [
      { type: 'streamable-http', url: `https://${given.name}.example.com/mcp` },
    ],
    tags: [],
    entityRef: `api:default/${given.name}`,
    status: 'active',
    origin: 'api',
    counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
    health: listedHealth(given.id),
    snapshot: {},
    revision: 1,
    createdAt: ago(60 * 24 * 12),
    updatedAt: ago(60),
    ...given,
  });
}

export const weather = serverOf({
  id: idOf(1),
  name: 'weather',
  title: 'Weather',
  description: 'Forecasts, warnings and climate records for any place on earth',
  tags: ['public', 'weather'],
  owner: 'group:default/platform',
  system: 'system:default/data',
  lifecycle: 'production',
  credentialRef: 'weather-token',
  probeIntervalSeconds: 60,
  era: 'modern',
  protocolVersion: '2026-07-28',
  serverInfo: { name: 'weather', version: '2.4.1', title: 'Weather Service' },
  instructions:
    '## How to ask\n\nAsk for a forecast before you plan anything **outdoors**.\nUnits are metric unless the caller asks otherwise.\n\n- `get_forecast` for a place\n- `subscribe_warnings` for a channel\n\nSee [the manual](https://weather.example.com/docs).',
  counts: { tools: 4, resources: 2, resourceTemplates: 1, prompts: 1 },
  snapshot: { current: 3 },
  lastDiscoveredAt: ago(3),
});

/** Weather, whose last two versions nobody has looked at. */
export const drifting: Server = {
  ...weather,
  drift: { warnings: 2, sinceVersion: 1 },
};

export const everything = serverOf({
  id: idOf(2),
  name: 'everything',
  title: 'Everything',
  description: 'The reference server that exercises each part of the protocol',
  environment: 'development',
  origin: 'catalog',
  owner: 'group:default/platform',
  lifecycle: 'experimental',
  tags: ['demo'],
  remotes: [{ type: 'streamable-http', url: 'http://localhost:7301/mcp' }],
  era: 'legacy',
  protocolVersion: '2025-11-25',
  serverInfo: { name: 'mcp-servers/everything', version: '2.0.0' },
  counts: { tools: 13, resources: 7, resourceTemplates: 2, prompts: 4 },
  snapshot: { current: 1 },
  lastDiscoveredAt: ago(12),
});

export const memory = serverOf({
  id: idOf(3),
  name: 'memory',
  title: 'Memory',
  description: 'A knowledge graph that agents share',
  environment: 'development',
  origin: 'catalog',
  owner: 'group:default/agents',
  lifecycle: 'experimental',
  tags: ['demo'],
  remotes: [{ type: 'stdio', url: 'memory' }],
  era: 'legacy',
  protocolVersion: '2025-11-25',
  serverInfo: { name: 'memory-server', version: '0.6.3' },
  counts: { tools: 9, resources: 0, resourceTemplates: 0, prompts: 0 },
  snapshot: { current: 1 },
  lastDiscoveredAt: ago(12),
});

export const billing = serverOf({
  id: idOf(4),
  name: 'billing',
  title: 'Billing',
  description: 'Invoices and payments',
  environment: 'staging',
  owner: 'group:default/finance',
  lifecycle: 'production',
  remotes: [{ type: 'sse', url: 'https://billing.staging.example.com/sse' }],
  era: 'legacy',
  protocolVersion: '2025-06-18',
  counts: { tools: 6, resources: 1, resourceTemplates: 0, prompts: 0 },
  snapshot: { current: 2 },
  lastDiscoveredAt: ago(60 * 26),
  lastError: {
    code: 'refused',
    message: 'connect ECONNREFUSED 203.0.113.7:443.',
    at: ago(9),
  },
});

/** One that was registered three hours ago. */
export const orchard = serverOf({
  id: idOf(7),
  name: 'orchard',
  title: 'Orchard',
  description: 'Trees, yields and pruning',
  owner: 'group:default/platform',
  era: 'modern',
  protocolVersion: '2026-07-28',
  counts: { tools: 3, resources: 0, resourceTemplates: 0, prompts: 0 },
  snapshot: { current: 1 },
  lastDiscoveredAt: ago(7),
});

/** One that asks for a login, as most hosted servers do. */
export const vault = serverOf({
  id: idOf(6),
  name: 'vault',
  title: 'Vault',
  description: 'Contracts and their signatures',
  environment: 'production',
  owner: 'group:default/legal',
  remotes: [{ type: 'streamable-http', url: 'https://vault.example.com/mcp' }],
  lastError: { ...wantsLogin, at: ago(12) },
});

/** One whose resources cannot be listed at the moment, of whose tools one cannot be kept, and whose prompts were never listed. */
export const harbour = serverOf({
  id: idOf(5),
  name: 'harbour',
  title: 'Harbour',
  description: 'Berths, pilots and tides',
  environment: 'staging',
  owner: 'group:default/platform',
  remotes: [
    { type: 'streamable-http', url: 'https://harbour.example.com/mcp' },
  ],
  era: 'legacy',
  protocolVersion: '2025-06-18',
  serverInfo: { name: 'harbour', version: '1' },
  counts: { tools: 4, resources: 2, resourceTemplates: 1, prompts: 0 },
  snapshot: { current: 2 },
  lastDiscoveredAt: ago(2),
  listFaults: [
    {
      kind: 'tool',
      code: 'schema-too-large',
      message:
        'The tool "book_berth" has a definition of 391 KiB; the maximum is 256 KiB.',
      since: ago(60 * 5),
      leftOut: 1,
    },
    {
      kind: 'prompt',
      code: 'timeout',
      message: "https://harbour.example.com/mcp didn't respond in time",
      since: ago(60 * 30),
    },
    {
      kind: 'resource',
      code: 'protocol',
      message:
        'https://harbour.example.com/mcp returned error -32603: connect ECONNREFUSED 10.0.0.12:5432',
      since: ago(60 * 2),
      lastListedAt: ago(60 * 2 + 15),
    },
  ],
});

/** Enough servers for more than one page. */
const fleet = Array.from({ length: 24 }, (_, index) =>
  serverOf({
    id: idOf(100 + index),
    name: `team-tools-${String(index + 1).padStart(2, '0')}`,
    description: `Internal tools of team ${index + 1}`,
    environment: ['development', 'staging', 'production'][index % 3],
    owner: `group:default/team-${(index % 5) + 1}`,
    tags: ['internal'],
    era: index % 2 ? 'legacy' : 'modern',
    protocolVersion: index % 2 ? '2025-11-25' : '2026-07-28',
    counts: {
      tools: (index % 7) + 1,
      resources: index % 3,
      resourceTemplates: 0,
      prompts: index % 2,
    },
    snapshot: { current: 1 },
    lastDiscoveredAt: ago(index * 7 + 1),
  }),
);

export const servers: Server[] = [
  weather,
  everything,
  memory,
  billing,
  ...fleet,
];

function capabilityOf(
  number: number,
  given: Pick<Capability, 'kind' | 'definition'> & Partial<Capability>,
): Capability {
  const { definition } = given;
  return {
    id: idOf(1000 + number),
    serverId: weather.id,
    name: String(definition.name),
    title: definition.title as string | undefined,
    description: definition.description as string | undefined,
    inputSchema: definition.inputSchema as Record<string, unknown> | undefined,
    outputSchema: definition.outputSchema as
      Record<string, unknown> | undefined,
    annotations: definition.annotations as Record<string, unknown> | undefined,
    digest: `sha256:${String(number).repeat(64).slice(0, 64)}`,
    firstSeen: ago(60 * 24 * 12),
    lastSeen: ago(3),
    ...(given.kind === 'tool' && { tokens: estimateTokens(definition) }),
    ...given,
  };
}

export const weatherCapabilities: Capability[] = [
  capabilityOf(1, {
    kind: 'tool',
    definition: {
      name: 'get_forecast',
      title: 'Get the forecast',
      description:
        'The forecast for a place, hour by hour.\nTimes are those of the place.',
      inputSchema: {
        type: 'object',
        properties: {
          place: { $ref: '#/$defs/Place' },
          days: {
            type: 'integer',
            description: 'How many days ahead',
            minimum: 1,
            maximum: 14,
            default: 3,
          },
          units: {
            type: 'string',
            enum: ['metric', 'imperial'],
            default: 'metric',
          },
          include: {
            type: 'array',
            description: 'What to report beside temperature',
            items: { type: 'string', enum: ['wind', 'rain', 'uv', 'pollen'] },
            uniqueItems: true,
            maxItems: 4,
          },
        },
        required: ['place'],
        $defs: {
          Place: {
            type: 'object',
            description: 'A place on earth',
            properties: {
              name: { type: 'string', minLength: 1, maxLength: 200 },
              country: {
                type: 'string',
                description: 'ISO 3166-1 alpha-2',
                pattern: '^[A-Z]{2}$',
              },
              near: { $ref: '#/$defs/Place' },
            },
            required: ['name'],
          },
        },
      },
      outputSchema: {
        type: 'object',
        properties: {
          hours: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                at: { type: 'string', format: 'date-time' },
                celsius: { type: 'number' },
              },
              required: ['at', 'celsius'],
            },
          },
        },
        required: ['hours'],
      },
      annotations: { readOnlyHint: true, openWorldHint: true },
    },
  }),
  capabilityOf(2, {
    kind: 'tool',
    definition: {
      name: 'delete_station',
      description: 'Removes a weather station and all of its readings.',
      inputSchema: {
        type: 'object',
        properties: {
          stationId: { type: 'string', format: 'uuid' },
          reason: { type: ['string', 'null'], description: 'For the record' },
        },
        required: ['stationId'],
      },
      annotations: {
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
  }),
  capabilityOf(3, {
    kind: 'tool',
    definition: {
      name: 'subscribe_warnings',
      description: 'Sends severe weather warnings to a channel.',
      inputSchema: {
        type: 'object',
        properties: {
          channel: {
            anyOf: [
              { type: 'string', description: 'Name of the channel' },
              {
                type: 'object',
                properties: { webhook: { type: 'string', format: 'uri' } },
                required: ['webhook'],
              },
            ],
          },
        },
        required: ['channel'],
      },
      annotations: { destructiveHint: false },
    },
  }),
  capabilityOf(4, {
    kind: 'tool',
    definition: {
      name: 'ping',
      description: 'Answers "pong".',
      inputSchema: { type: 'object' },
    },
  }),
  capabilityOf(5, {
    kind: 'resource',
    name: 'weather://stations',
    definition: {
      uri: 'weather://stations',
      name: 'Stations',
      description: 'Every station with its position',
      mimeType: 'application/json',
      size: 18234,
    },
  }),
  capabilityOf(6, {
    kind: 'resource',
    name: 'weather://legend',
    definition: {
      uri: 'weather://legend',
      name: 'Legend',
      mimeType: 'text/markdown',
    },
  }),
  capabilityOf(7, {
    kind: 'resource-template',
    name: 'weather://stations/{id}/today',
    definition: {
      uriTemplate: 'weather://stations/{id}/today',
      name: 'Readings of today',
      mimeType: 'text/csv',
    },
  }),
  capabilityOf(8, {
    kind: 'prompt',
    definition: {
      name: 'plan_a_hike',
      title: 'Plan a hike',
      description: 'Plans a day outdoors around the weather',
      arguments: [
        { name: 'where', description: 'Start of the hike', required: true },
        { name: 'hours', description: 'How long it may take' },
      ],
    },
  }),
];

export const weatherSnapshots: SnapshotSummary[] = [3, 2, 1].map(version => ({
  serverId: weather.id,
  version,
  digest: `sha256:${['', 'a3f1', '77c0', '5b9e'][version]}${'0d4c8e21'.repeat(8).slice(4)}`,
  era: version > 1 ? 'modern' : 'legacy',
  protocolVersion: version > 1 ? '2026-07-28' : '2025-11-25',
  serverInfo: weather.serverInfo,
  counts: { ...weather.counts, tools: version + 1 },
  createdAt: ago((4 - version) * 60 * 24 * 3),
}));

export const weatherChanges: Change[] = [
  {
    kind: 'tool',
    name: 'delete_station',
    grade: 'destructive-hint-flipped',
    severity: 'critical',
    path: 'annotations.destructiveHint',
    before: false,
    after: true,
  },
  {
    kind: 'tool',
    name: 'get_forecast',
    grade: 'description',
    severity: 'notice',
    path: 'description',
    before: 'The forecast for a place.',
    after:
      'The forecast for a place, hour by hour.\nTimes are those of the place.',
  },
  {
    kind: 'tool',
    name: 'get_forecast',
    grade: 'input-narrowed',
    severity: 'warning',
    path: 'inputSchema.properties.days',
    before: { type: 'integer', minimum: 1, maximum: 30 },
    after: { type: 'integer', minimum: 1, maximum: 14, default: 3 },
  },
  {
    kind: 'tool',
    name: 'subscribe_warnings',
    grade: 'added',
    severity: 'info',
    after: { name: 'subscribe_warnings', inputSchema: { type: 'object' } },
  },
  {
    kind: 'server',
    name: 'weather',
    grade: 'instructions',
    severity: 'notice',
    before: 'Ask for a forecast before you plan anything outdoors.',
    after:
      'Ask for a forecast before you plan anything outdoors.\nUnits are metric unless the caller asks otherwise.',
  },
];
