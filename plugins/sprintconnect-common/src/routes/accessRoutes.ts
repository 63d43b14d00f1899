import { z } from 'zod';
import { apiKeyQuerySchema } from '../apiKeys';
import { roleBindingQuerySchema } from '../roleBindings';
import type { ApiRoute } from './ApiRoute';

const ofBinding = {
  id: z
    .string()
    .min(1)
    .describe('ID of the role binding; bindings in app-config have none'),
};

/** Credentials, roles and organisations. */
export const accessRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/api-keys',
    operationId: 'listApiKeys',
    summary: 'List API keys, newest first',
    query: apiKeyQuerySchema,
    status: 200,
    answer: 'ApiKeyPage',
    problems: [],
  },
  {
    method: 'post',
    path: '/v1/api-keys',
    operationId: 'createApiKey',
    summary: 'Create an API key; its secret is returned only once',
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
    summary: 'Get an API key, without its secret',
    status: 200,
    answer: 'ApiKey',
    problems: [404],
  },
  {
    method: 'delete',
    path: '/v1/api-keys/{id}',
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key on every instance',
    status: 204,
    problems: [404],
  },
  {
    method: 'post',
    path: '/v1/api-keys/{id}/rotate',
    operationId: 'rotateApiKey',
    summary: 'Rotate an API key; the previous secret keeps working for a while',
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
    summary: 'Get the authorization servers (RFC 9728)',
    status: 200,
    answer: 'ProtectedResource',
    problems: [],
    open: true,
  },
  {
    method: 'get',
    path: '/v1/role-bindings',
    operationId: 'listRoleBindings',
    summary: 'List role bindings',
    query: roleBindingQuerySchema,
    status: 200,
    answer: 'RoleBindingPage',
    problems: [],
  },
  {
    method: 'post',
    path: '/v1/role-bindings',
    operationId: 'bindRole',
    summary: 'Assign a role; an existing binding is returned as it is',
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
    summary: "Remove a role; a missing binding isn't an error",
    params: ofBinding,
    repeatable: true,
    status: 204,
    problems: [409],
  },
  {
    method: 'get',
    path: '/v1/me/roles',
    operationId: 'myRoles',
    summary: "The caller's organisation, and their roles in it",
    status: 200,
    answer: 'MyRoles',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/organization',
    operationId: 'getOrganization',
    summary: "Get the caller's organisation",
    status: 200,
    answer: 'Organization',
    problems: [],
  },
];
