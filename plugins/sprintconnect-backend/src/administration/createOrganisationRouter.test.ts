import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { keyOfAcme, openTenancy, user } from './__testUtils__/openTenancy';

describe('GET /v1/organization', () => {
  it('tells whoever is of it, and counts only what they may count', async () => {
    const { organisation } = await openTenancy({
      result: AuthorizeResult.DENY,
    });
    expect(await organisation(user('otto'))).toEqual({
      id: 'emea~globex',
      slug: 'emea~globex',
      title: 'globex',
      entityRef: 'group:emea/globex',
      tenancy: 'catalog',
      counts: {},
    });
  });

  it('counts the servers that a key may read, and nothing of access', async () => {
    const { organisation, database } = await openTenancy();
    const secret = await keyOfAcme(database, ['mcp:servers:read']);
    const { counts } = await organisation(`Bearer ${secret}`);
    expect(counts).toEqual({ servers: 3 });
  });

  it('counts the roles of the configuration, as their list does', async () => {
    const { organisation } = await openTenancy({
      settings: { roles: { admin: ['user:ada'], engineer: [], viewer: ['*'] } },
    });
    const { counts } = await organisation(user('ada'));
    expect(counts.roleBindings).toBe(2);
  });
});
