import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { adminClient } from './adminClient';
import { type AccessWorldOptions, openAccess } from './openAccess';

/** What `sprintconnect.access.roles` says when it says nothing. */
export const NOBODY = { admin: [], engineer: [], viewer: [] };

/** A world with a client that may bind roles. */
export async function openRoles(options: AccessWorldOptions = {}) {
  const opened = await openAccess(options);
  return { ...opened, client: adminClient(opened.url) };
}

/** The roles of a user, as they see them. */
export async function rolesOf(url: string, ref: string): Promise<string[]> {
  const answer = await request(url)
    .get('/v1/me/roles')
    .set('Authorization', mockCredentials.user.header(ref));
  expect(answer.status).toBe(200);
  return answer.body.roles;
}
