import request from 'supertest';
import type { IssuedApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { ADMIN } from './adminClient';

/** A key that may read. */
export const READER = { name: 'ci', scopes: ['mcp:servers:read'] };

export async function makeKey(
  { url }: { url: string },
  body: object = READER,
): Promise<IssuedApiKey> {
  const answer = await request(url).post('/v1/api-keys').set(ADMIN).send(body);
  expect(answer.status).toBe(201);
  return answer.body;
}
