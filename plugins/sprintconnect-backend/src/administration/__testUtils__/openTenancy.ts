import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Database } from '../../ports';
import { mintApiKey } from '../../identity/keys/apiKeyText';
import { twoOrganisations } from './fakeCatalog';
import { type AccessWorldOptions, openAccess } from './openAccess';

/** Names the organisation that a trusted service acts for. */
export const HEADER = 'SprintConnect-Organization';

/** A world whose organisations are those of a catalog, with two of them. */
export async function openTenancy(options: AccessWorldOptions = {}) {
  const catalog = twoOrganisations();
  const opened = await openAccess({
    catalog,
    tenancy: { mode: 'catalog', services: { 'external:ci': 'acme' } },
    ...options,
  });
  const ask = (authorization: string, organisation?: string | string[]) => {
    const call = request(opened.url)
      .get('/v1/context')
      .set('Authorization', authorization);
    // Types of supertest know one value; Node sends a list as that many headers.
    return organisation === undefined
      ? call
      : call.set({ [HEADER]: organisation } as Record<string, string>);
  };
  const organisation = async (authorization: string) => {
    const answer = await request(opened.url)
      .get('/v1/organization')
      .set('Authorization', authorization);
    return answer.body;
  };
  return { ...opened, catalog, ask, organisation };
}

/** The credential of a user. */
export const user = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);
/** The credential of a service. */
export const service = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'test',
  });
export const catalogPlugin = service('plugin:catalog');

/** Makes an API key of the organisation acme; gives its secret. */
export async function keyOfAcme({ reader }: Database, scopes: string[]) {
  const { prefix, hash, secret } = mintApiKey();
  const made = { org_id: 'acme', created_at: new Date() };
  await reader('api_keys').insert({
    ...made,
    id: 'key',
    name: 'ci',
    scopes: JSON.stringify(scopes),
    roles: '[]',
    created_by: 'user:default/ada',
  });
  await reader('api_key_secrets').insert({
    ...made,
    prefix,
    hash,
    key_id: 'key',
  });
  return secret;
}
