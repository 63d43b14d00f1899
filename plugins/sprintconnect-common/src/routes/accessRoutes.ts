import { z } from 'zod';
import { apiKeyQuerySchema } from '../apiKeys';
import { roleBindingQuerySchema } from '../roleBindings';
import type { ApiRoute } from './ApiRoute';

const ofBinding = {
  id: z
    .string()
    .min(1)
    .describe('Id of the role binding; one of the configuration has none'),
};

/** Credentials, roles and organisations. */
export const accessRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/api-keys',
    operationId: 'listApiKeys',
    summary: 'API keys of the organisation, youngest first',
    query: apiKeyQuerySchema,
    status: 200,
    answer: 'ApiKeyPage',
    problems: [],
  },
  {
    method: 'post',
    path: '/v1/api-keys',
    operationId: 'createApiKey',
    summary: 'Make an API key; its secret is answered this once',
    body: 'CreateApiKey',
    status: 201,
    answer: 'IssuedApiKey',
    headers: ['Location'],
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/api-keys/{id}',
    operationId: 'getApiKey',
    summary: 'One API key, without its secret',
    status: 200,
    answer: 'ApiKey',
    problems: [404],
  },
  {
    method: 'delete',
    path: '/v1/api-keys/{id}',
    operationId: 'revokeApiKey',
    summary: 'End an API key at once, on every instance',
    status: 204,
    problems: [404],
  },
  {
    method: 'post',
    path: '/v1/api-keys/{id}/rotate',
    operationId: 'rotateApiKey',
    summary: 'A new secret now; the one of before stays good for a while',
    body: 'RotateApiKey',
    optionalBody: true,
    status: 200,
    answer: 'IssuedApiKey',
    problems: [404, 409],
  },
  {
    method: 'get',
    path: '/.well-known/oauth-protected-resource',
    operationId: 'protectedResource',
    summary: 'Where tokens come from (RFC 9728)',
    status: 200,
    answer: 'ProtectedResource',
    problems: [],
    open: true,
  },
  {
    method: 'get',
    path: '/v1/role-bindings',
    operationId: 'listRoleBindings',
    summary: 'Who has which role',
    query: roleBindingQuerySchema,
    status: 200,
    answer: 'RoleBindingPage',
    problems: [],
  },
  {
    method: 'post',
    path: '/v1/role-bindings',
    operationId: 'bindRole',
    summary: 'Give a role; one that is there already is answered again',
    body: 'BindRole',
    repeatable: true,
    status: 201,
    answer: 'RoleBinding',
    headers: ['Location'],
    problems: [409],
  },
  {
    method: 'delete',
    path: '/v1/role-bindings/{id}',
    operationId: 'unbindRole',
    summary: 'Take a role; one that is not there is no fault',
    params: ofBinding,
    repeatable: true,
    status: 204,
    problems: [409],
  },
  {
    method: 'get',
    path: '/v1/me/roles',
    operationId: 'myRoles',
    summary: 'The organisation of the caller, and their roles in it',
    status: 200,
    answer: 'MyRoles',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/organization',
    operationId: 'getOrganization',
    summary: 'The organisation of the caller',
    status: 200,
    answer: 'Organization',
    problems: [],
  },
];
