import type {
  CapabilityEffect,
  CapabilityKind,
  ServerStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  observation,
  openRegistry,
} from '../../registry/__testUtils__/openRegistry';
import { eventually } from '../eventually';
import { makeKey, user } from '../routeWalk/callers';
import { OWNERS } from '../routeWalk/people';
import type { Portal } from '../routeWalk/portal';
import { testContext } from '../testContext';

/** A server of the tests, as conditions see it. */
export interface FixtureServer {
  name: string;
  environment: string;
  owner?: string;
  tags: string[];
  lifecycle?: string;
  status: ServerStatus;
}

/** What each of the servers offers, as conditions see it. */
export interface FixtureCapability {
  name: string;
  kind: CapabilityKind;
  effect: CapabilityEffect;
}

const server = (
  name: string,
  of: Partial<Omit<FixtureServer, 'name'>>,
): FixtureServer => ({
  name,
  environment: 'production',
  tags: [],
  status: 'active',
  ...of,
});
const TEAM = 'group:default/rain';

/** Servers of acme: no two traits fall together, and each trait is missing somewhere. */
export const SERVERS: readonly FixtureServer[] = [
  server('alpha', { owner: OWNERS, tags: ['weather', 'public'] }),
  server('bravo', { owner: TEAM, tags: ['weather'], lifecycle: 'production' }),
  server('charlie', { environment: 'staging', lifecycle: 'experimental' }),
  server('delta', { environment: 'staging', owner: OWNERS, tags: ['public'] }),
  server('echo', { environment: 'development', tags: ['weather'] }),
  server('foxtrot', { lifecycle: 'experimental', status: 'quarantined' }),
  server('golf', { owner: OWNERS, lifecycle: 'production', status: 'retired' }),
];

/** Servers of globex, which fit whatever those of acme fit. */
export const FOREIGN: readonly FixtureServer[] = [
  server('hotel', { owner: OWNERS, tags: ['weather', 'public'] }),
  server('india', { environment: 'staging', lifecycle: 'experimental' }),
];

export const CAPABILITIES: readonly FixtureCapability[] = [
  { kind: 'tool', name: 'read_notes', effect: 'read-only' },
  { kind: 'tool', name: 'drop_notes', effect: 'destructive' },
  { kind: 'tool', name: 'add_note', effect: 'additive' },
  { kind: 'resource', name: 'note://all', effect: 'read-only' },
  { kind: 'prompt', name: 'sum_notes', effect: 'read-only' },
];
/** What the first version of every server had; the second has all. */
export const IN_FIRST = ['read_notes', 'drop_notes'];

const HINTS: Record<CapabilityEffect, object> = {
  'read-only': { annotations: { readOnlyHint: true } },
  additive: { annotations: { destructiveHint: false } },
  destructive: {},
};

function definitionOf({ kind, name, effect }: FixtureCapability) {
  const description = 'Keeps notes';
  if (kind === 'prompt') return { name, description };
  if (kind === 'resource') return { uri: name, name, description };
  const inputSchema = { type: 'object' };
  return { name, description, inputSchema, ...HINTS[effect] };
}

/** The ids of what is there, by name: of servers, of their capabilities (`alpha/read_notes`), and of a job of each server. */
export interface Ids {
  servers: Map<string, string>;
  capabilities: Map<string, string>;
  jobs: Map<string, string>;
}

/** Makes the servers of both organisations, with two versions each. The last event is of no server. */
export async function fillNarrowed(portal: Portal): Promise<Ids> {
  const ids: Ids = {
    servers: new Map(),
    capabilities: new Map(),
    jobs: new Map(),
  };
  for (const each of SERVERS) await add(portal, 'acme', { each, ids });
  for (const each of FOREIGN) await add(portal, 'globex', { each, ids });
  await makeKey(portal, user('ada'), { scopes: ['audit:read'] });
  await published(portal);
  return ids;
}

/** Until everything that happened can be heard of. */
export function published({ database }: Portal) {
  return eventually('every event is published', async () => {
    const waiting = await database
      .reader('outbox_events')
      .whereNull('published_at');
    return waiting.length === 0;
  });
}

async function add(
  portal: Portal,
  orgId: 'acme' | 'globex',
  { each, ids }: { each: FixtureServer; ids: Ids },
): Promise<void> {
  const { database, send } = portal;
  const { status, ...body } = each;
  const headers = user(orgId === 'acme' ? 'ada' : 'otto');
  const url = `https://${each.name}.example/mcp`;
  const answer = await send('/v1/servers', {
    method: 'POST',
    headers,
    body: { ...body, remotes: [{ type: 'streamable-http', url }] },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  const { id } = (await answer.json()) as { id: string };
  const { service } = await openRegistry({ database });
  const first = CAPABILITIES.filter(({ name }) => IN_FIRST.includes(name));
  for (const offered of [first, CAPABILITIES]) {
    const capabilities = offered.map(capability => ({
      kind: capability.kind,
      name: capability.name,
      definition: definitionOf(capability),
    }));
    await service.recordSnapshot(
      testContext({ orgId }),
      id,
      observation({ remoteUrl: url, capabilities }),
    );
  }
  const { reader } = database;
  if (status === 'quarantined') {
    await reader('servers').where({ id }).update({ status });
  }
  if (status === 'retired') {
    await send(`/v1/servers/${id}`, { method: 'DELETE', headers });
  }
  ids.servers.set(each.name, id);
  for (const row of await reader('capabilities').where({ server_id: id })) {
    ids.capabilities.set(`${each.name}/${row.name}`, row.id);
  }
  const [job] = await reader('jobs').where({ org_id: orgId, key: id });
  ids.jobs.set(each.name, job.id);
}
