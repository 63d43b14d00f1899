import type { TestDatabaseId } from '../../../__testUtils__';
import request from 'supertest';
import { openHistory } from './openHistory';

/** The id of a server that there is not. */
export const NOBODY = '00000000-0000-7000-8000-000000000000';

/** A history with one server, and how to ask about it. */
export async function openAnswers(
  id: TestDatabaseId,
  options: Parameters<typeof openHistory>[0] = {},
) {
  const opened = await openHistory({ id, ...options });
  const server = await opened.register();
  const get = (path: string) =>
    request(opened.app).get(`/v1/servers/${server.id}${path}`);
  return { ...opened, server, get };
}
