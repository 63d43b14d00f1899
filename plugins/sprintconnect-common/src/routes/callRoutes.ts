import { z } from 'zod';
import { callOptionsQuerySchema, callQuerySchema } from '../calls';
import type { ApiRoute } from './ApiRoute';

/** What every route that makes a call has in common. */
const calling = {
  method: 'post' as const,
  query: callOptionsQuerySchema,
  repeatable: true,
  status: 200 as const,
  answer: 'CallAnswer' as const,
  streams: ['text/event-stream'],
  problems: [404, 409, 413, 422, 502, 503, 504],
} satisfies Partial<ApiRoute>;

/** Who used what, and by which routes. */
export const callRoutes: readonly ApiRoute[] = [
  {
    ...calling,
    path: '/v1/servers/{id}/tools/{name}/call',
    operationId: 'callTool',
    summary: 'Call a tool',
    params: { name: z.string().min(1).describe('Name of the tool') },
    body: 'ToolCall',
    optionalBody: true,
  },
  {
    ...calling,
    path: '/v1/servers/{id}/prompts/{name}/get',
    operationId: 'getPrompt',
    summary: 'Get a prompt',
    params: { name: z.string().min(1).describe('Name of the prompt') },
    body: 'PromptGet',
    optionalBody: true,
  },
  {
    ...calling,
    path: '/v1/servers/{id}/resources/read',
    operationId: 'readResource',
    summary: 'Read a resource',
    body: 'ResourceRead',
  },
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
