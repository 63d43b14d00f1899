import { callQuerySchema } from '../calls';
import type { ApiRoute } from './ApiRoute';

/** Who used what. */
export const callRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/calls',
    operationId: 'listCalls',
    summary:
      "List calls, newest first: the caller's own, and all of the servers the caller can update",
    query: callQuerySchema,
    status: 200,
    answer: 'CallPage',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/calls/{id}',
    operationId: 'getCall',
    summary: 'Get a call',
    status: 200,
    answer: 'Call',
    problems: [404],
  },
];
