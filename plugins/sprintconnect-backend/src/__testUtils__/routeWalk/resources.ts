import { v7 as uuid } from 'uuid';
import {
  openRegistry,
  observation,
  tool,
} from '../../registry/__testUtils__/openRegistry';
import { testContext } from '../testContext';
import { makeKey, pluginFor, user } from './callers';
import { OWNERS } from './people';
import type { Portal } from './portal';

/** What can be asked for by name or id, of one organisation or of none. */
export interface Resources {
  server: string;
  serverName: string;
  capability: string;
  job: string;
  call: string;
  key: string;
  credential: string;
  binding: string;
  rule: string;
  entity: string;
}

const ADMINS = { acme: user('ada'), globex: user('otto') };
let count = 0;

type OrgId = keyof typeof ADMINS;

async function post(
  portal: Portal,
  orgId: OrgId,
  { address, body }: { address: string; body: object },
) {
  const response = await portal.send(address, {
    method: 'POST',
    headers: ADMINS[orgId],
    body,
  });
  if (response.status !== 201) throw new Error(await response.text());
  return (await response.json()) as { id: string; name: string };
}

/** Makes one of a kind that a request may be about to end. */
export const makers = {
  server: async (portal: Portal, orgId: OrgId) => {
    const { id, name } = await post(portal, orgId, {
      address: '/v1/servers',
      body: aServer(),
    });
    return { server: id, serverName: name };
  },
  key: async (portal: Portal, orgId: OrgId) => ({
    key: (
      await makeKey(portal, ADMINS[orgId], { scopes: ['mcp:servers:read'] })
    ).id,
  }),
  credential: async (portal: Portal, orgId: OrgId) => ({
    credential: (
      await post(portal, orgId, {
        address: '/v1/credentials',
        body: aCredential(),
      })
    ).id,
  }),
  binding: async (portal: Portal, orgId: OrgId) => ({
    binding: (
      await post(portal, orgId, {
        address: '/v1/role-bindings',
        body: aBinding(),
      })
    ).id,
  }),
  rule: async (portal: Portal, orgId: OrgId) => ({
    rule: (
      await post(portal, orgId, {
        address: '/v1/egress/rules',
        body: anEgressRule(),
      })
    ).id,
  }),
};

export function aServer() {
  count += 1;
  return {
    name: `server-${count}`,
    environment: 'production',
    owner: OWNERS,
    remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
  };
}

export function aCredential() {
  count += 1;
  return {
    name: `credential-${count}`,
    origins: ['https://weather.example'],
    credential: { type: 'bearer', secret: 'walked' },
  };
}

export function aBinding() {
  count += 1;
  return { subject: `user:default/somebody-${count}`, role: 'viewer' };
}

/** Of a host that no other test asks for. */
export function anEgressRule() {
  count += 1;
  return { action: 'deny', host: `walked-${count}.example` };
}

/** What an organisation has: a discovered server with two versions, and one of everything else. */
export async function fill(portal: Portal, orgId: OrgId): Promise<Resources> {
  const { database } = portal;
  const { server, serverName } = await makers.server(portal, orgId);
  const { service } = await openRegistry({ database });
  const ctx = testContext({ orgId });
  for (const name of ['first', 'second']) {
    await service.recordSnapshot(
      ctx,
      server,
      observation({
        capabilities: [
          tool(name, { inputSchema: { type: 'object', required: ['place'] } }),
        ],
      }),
    );
  }
  await portal.send(`/v1/servers/${server}/credential`, {
    method: 'PUT',
    headers: { ...ADMINS[orgId], 'if-match': '"1"' },
    body: { credential: { type: 'bearer', secret: 'walked' } },
  });
  const capability = await database
    .reader('capabilities')
    .where({ server_id: server, name: 'second' })
    .first();
  const job = await database.reader('jobs').where({ org_id: orgId }).first();
  const entity = `entity-of-${orgId}`;
  await portal.send(`/v1/catalog/entities/default/${entity}`, {
    method: 'PUT',
    headers: pluginFor(orgId),
    body: { ...aServer(), name: entity },
  });
  return {
    server,
    serverName,
    capability: capability.id,
    job: job.id,
    call: await aCall(portal, orgId, server),
    entity,
    ...(await makers.key(portal, orgId)),
    ...(await makers.credential(portal, orgId)),
    ...(await makers.binding(portal, orgId)),
    ...(await makers.rule(portal, orgId)),
  };
}

/** What no organisation has. */
export function nothing(): Resources {
  return {
    server: uuid(),
    serverName: 'no-such-server',
    capability: uuid(),
    job: uuid(),
    call: uuid(),
    key: uuid(),
    credential: uuid(),
    binding: uuid(),
    rule: uuid(),
    entity: 'no-such-entity',
  };
}

/** A call of somebody else. */
async function aCall({ database }: Portal, orgId: OrgId, server: string) {
  const id = uuid();
  await database.reader('calls').insert({
    id,
    org_id: orgId,
    server_id: server,
    server_name: 'weather',
    environment: 'production',
    method: 'tools/call',
    kind: 'tool',
    capability: 'second',
    caller_type: 'user',
    caller_ref: 'user:default/somebody-else',
    entrance: 'rest',
    instance: uuid(),
    opened_at: new Date(),
    argument_bytes: 2,
    request_id: 'walk',
  });
  return id;
}
