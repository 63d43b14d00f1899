import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  availablePermissions,
  serverConditions as server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds } from './__testUtils__';
import { fillNarrowed, type Ids } from './__testUtils__/narrowed/fixtures';
import { type Holding, policyOf } from './__testUtils__/narrowed/policyOf';
import { readView } from './__testUtils__/narrowed/readView';
import { type View, viewOf } from './__testUtils__/narrowed/View';
import { makeKey, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { createWitness } from './__testUtils__/routeWalk/witness';

const viewing: Holding = {
  'server.read': true,
  'capability.read': true,
  'session.read': true,
  'metrics.read': true,
};
const managing: Holding = Object.fromEntries(
  ['audit.read', 'jobs.manage', 'access.manage'].map(name => [name, true]),
);

interface Grants {
  scopes?: string[];
  roles?: string[];
}

/** What a machine is given, and the permissions that a user must be given for the same. */
const CASES: Record<string, Grants & { holding: Holding }> = {
  'scope mcp:servers:read': {
    scopes: ['mcp:servers:read'],
    holding: { 'server.read': true },
  },
  'scope mcp:capabilities:read': {
    scopes: ['mcp:capabilities:read'],
    holding: { 'capability.read': true },
  },
  'scopes mcp:servers:read and mcp:capabilities:read': {
    scopes: ['mcp:servers:read', 'mcp:capabilities:read'],
    holding: { 'server.read': true, 'capability.read': true },
  },
  'scope org:*': { scopes: ['org:*'], holding: managing },
  'scope audit:read': {
    scopes: ['audit:read'],
    holding: { 'audit.read': true },
  },
  'role viewer': { roles: ['viewer'], holding: viewing },
  'role viewer within mcp:servers:read and org:*': {
    roles: ['viewer'],
    scopes: ['mcp:servers:read', 'org:*'],
    holding: { 'server.read': true },
  },
};
/** What it comes to for who reads servers; who does not is refused. */
function seenWith(holding: Holding): Partial<View> {
  if (!holding['server.read']) return { listed: 403, told: 403 };
  return viewOf({
    server: () => true,
    ...(holding['capability.read'] && { capability: () => true }),
  });
}

const availableOf = (names: readonly string[]) =>
  names.filter(name => availablePermissions.some(each => each.name === name));

const cases = Object.keys(CASES);
const nameOf = (what: string) => `acme-${cases.indexOf(what)}`;
/** Whose agent owns the server of the last test, as owners are written. */
const OWNER = 'user:default/acme-owner';

describe.each(databaseIds)('machines beside users, on %s', id => {
  let portal: Portal;
  let ids: Ids;

  beforeAll(async () => {
    const people = new Map(
      cases.map(what => [nameOf(what), CASES[what].holding]),
    );
    people.set('acme-owner', {
      ...viewing,
      'server.create': true,
      'server.update': server.isOwner({ claims: [OWNER] }),
      'server.delete': server.isOwner({ claims: [OWNER] }),
    });
    portal = await startPortal(id, {
      features: [permissionPlugin, policyOf(people), ...askingServices],
    });
    ids = await fillNarrowed(portal);
  });
  afterAll(() => portal?.stop());

  const keyOf = async ({ scopes, roles }: Grants) => {
    const key = await makeKey(portal, user('ada'), { scopes, roles });
    return {
      ref: `api-key:${key.id}`,
      headers: { authorization: `Bearer ${key.secret}` },
    };
  };
  const agentOf = async ({ scopes, roles }: Grants) => {
    const token = await portal.issuer.sign({
      org_id: 'acme',
      scope: scopes?.join(' ') ?? '',
      roles: roles ?? [],
    });
    return { headers: { authorization: `Bearer ${token}` } };
  };
  const permissionsOf = async (headers: Record<string, string>) => {
    const answer = await portal.send('/v1/me', { method: 'GET', headers });
    return ((await answer.json()) as { permissions: string[] }).permissions;
  };

  it.each(cases)(
    'an API key and a JWT get what a user gets with the same permissions: %s',
    async what => {
      const machines = [await keyOf(CASES[what]), await agentOf(CASES[what])];
      const person = user(nameOf(what));
      const expected = await readView(portal, person, ids);
      const held = Object.keys(CASES[what].holding);
      expect(expected).toMatchObject(seenWith(CASES[what].holding));
      for (const { headers } of machines) {
        expect(await readView(portal, headers, ids)).toEqual(expected);
        // A key holds nothing of what is still to come, even if its role does.
        expect(new Set(availableOf(await permissionsOf(headers)))).toEqual(
          new Set(availableOf(held.map(name => `sprintconnect.${name}`))),
        );
      }
    },
  );

  it('write what they own, and nothing else, as a user who owns it', async () => {
    const key = await keyOf({ roles: ['engineer'] });
    const witness = createWitness(portal.database);
    const rename = async (
      headers: Record<string, string>,
      { id: serverId, title }: { id: string; title: string },
    ) =>
      (
        await portal.send(`/v1/servers/${serverId}`, {
          method: 'PATCH',
          headers: { ...headers, 'if-match': '"1"' },
          body: { title },
        })
      ).status;
    for (const { name, owner, headers } of [
      { name: 'of-a-key', owner: key.ref, headers: key.headers },
      { name: 'of-a-user', owner: OWNER, headers: user('acme-owner') },
    ]) {
      const own = await portal.send('/v1/servers', {
        method: 'POST',
        headers,
        body: {
          name,
          environment: 'production',
          remotes: [{ type: 'streamable-http', url: 'https://a.example/' }],
        },
      });
      expect(own.status).toBe(201);
      const { id: mine } = (await own.json()) as { id: string };
      // Nobody can say in a registration that a machine owns it.
      await portal.database
        .reader('servers')
        .where({ id: mine })
        .update({ owner_ref: owner });
      const before = [
        await witness.content('acme'),
        await witness.content('globex'),
      ];
      const title = 'Changed';
      for (const [other, status] of [
        ['alpha', 403],
        ['hotel', 404],
      ] as const) {
        const to = { id: ids.servers.get(other)!, title };
        expect(await rename(headers, to)).toBe(status);
      }
      expect([
        await witness.content('acme'),
        await witness.content('globex'),
      ]).toEqual(before);
      expect(await rename(headers, { id: mine, title })).toBe(200);
    }
  });
});
