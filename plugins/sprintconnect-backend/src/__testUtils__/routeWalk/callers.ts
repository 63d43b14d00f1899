import { mockCredentials } from '@backstage/backend-test-utils';
import { mintApiKey } from '../../identity/keys/apiKeyText';
import type { Portal } from './portal';

/** Somebody who sends requests. */
export interface Walker {
  name: string;
  headers: Record<string, string>;
  orgId: 'acme' | 'globex';
}

const ORGANISATION = 'sprintconnect-organization';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const user = (name: string) => ({
  authorization: mockCredentials.user.header(`user:default/${name}`),
});
const service = (subject: string) => ({
  authorization: mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'sprintconnect',
  }),
});
/** The catalog of the portal, acting for an organisation. */
export const pluginFor = (orgId: string) => ({
  ...service('plugin:catalog'),
  [ORGANISATION]: orgId,
});

/** Has somebody make an API key. */
export async function makeKey(
  { send }: Portal,
  by: Record<string, string>,
  grants: { scopes?: string[]; roles?: string[]; dpopThumbprint?: string },
): Promise<{ id: string; secret: string }> {
  const response = await send('/v1/api-keys', {
    method: 'POST',
    headers: by,
    body: { name: 'walker', ...grants },
  });
  if (response.status !== 201) throw new Error(await response.text());
  return response.json() as Promise<{ id: string; secret: string }>;
}

/** Everybody whom the table names, by what it calls them. */
export async function openWalkers(
  portal: Portal,
): Promise<Map<string, Walker>> {
  const walkers = new Map<string, Walker>();
  const add = (
    name: string,
    headers: Record<string, string>,
    orgId: Walker['orgId'] = 'acme',
  ) => walkers.set(name, { name, headers, orgId });
  const sign = async (claims: object) =>
    bearer(await portal.issuer.sign({ org_id: 'acme', scope: '', ...claims }));

  add('user viewer', user('vera'));
  add('user engineer', user('erin'));
  add('user owner', user('olga'));
  add('user admin', user('ada'));
  add('user elsewhere', user('otto'), 'globex');
  add('service', service('external:ci'));
  add('service limited', service('external:limited'));
  add('plugin catalog', pluginFor('group:default/acme'));
  add('agent viewer', await sign({ roles: ['viewer'] }));
  add('agent mcp:servers:read', await sign({ scope: 'mcp:servers:read' }));
  for (const scope of [
    'mcp:capabilities:use',
    'chat:sessions:*',
    'metrics:read',
  ]) {
    add(`agent ${scope}`, await sign({ scope }));
  }
  add(
    'agent elsewhere',
    await sign({ org_id: 'globex', roles: ['admin'] }),
    'globex',
  );
  for (const role of ['viewer', 'engineer', 'admin']) {
    const { secret } = await makeKey(portal, user('ada'), { roles: [role] });
    add(`key ${role}`, bearer(secret));
  }
  for (const scopes of [
    ['mcp:servers:read'],
    ['mcp:capabilities:read'],
    ['mcp:servers:read', 'mcp:capabilities:read'],
    ['mcp:servers:create'],
    ['mcp:servers:update'],
    ['audit:read'],
    ['org:*'],
  ]) {
    const { secret } = await makeKey(portal, user('ada'), { scopes });
    add(`key ${scopes.join(' ')}`, bearer(secret));
  }

  add('nobody', {});
  add('bad token', bearer('nonsense'));
  add(
    'token of a page (cookie)',
    bearer(mockCredentials.limitedUser.token('user:default/ada')),
  );
  add('key of a made-up secret', bearer(mintApiKey().secret));
  add(
    'agent with an expired token',
    await sign({ exp: Math.floor(Date.now() / 1000) - 60 }),
  );
  add('user of no organisation', user('nomad'));
  add('service of no organisation', service('external:stranger'));
  add('plugin that names no organisation', service('plugin:catalog'));
  add('user who names another organisation', {
    ...user('ada'),
    [ORGANISATION]: 'globex',
  });
  const admin = walkers.get('key admin')!;
  add('key that names another organisation', {
    ...admin.headers,
    [ORGANISATION]: 'globex',
  });
  await addEnded(portal, (name, secret) => add(name, bearer(secret)));
  return walkers;
}

async function addEnded(
  portal: Portal,
  add: (name: string, secret: string) => void,
): Promise<void> {
  const expired = await makeKey(portal, user('ada'), { roles: ['admin'] });
  await portal.database
    .reader('api_keys')
    .where({ id: expired.id })
    .update({ expires_at: new Date(Date.now() - 1_000) });
  add('expired key', expired.secret);
  const revoked = await makeKey(portal, user('ada'), { roles: ['admin'] });
  await portal.send(`/v1/api-keys/${revoked.id}`, {
    method: 'DELETE',
    headers: user('ada'),
  });
  add('revoked key', revoked.secret);
}
