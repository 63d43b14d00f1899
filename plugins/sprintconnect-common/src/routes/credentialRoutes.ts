import { z } from 'zod';
import {
  credentialQuerySchema,
  credentialUseQuerySchema,
} from '../credentials';
import { NOT_HERE } from './notHere';
import type { ApiRoute } from './ApiRoute';

const OF_SERVER = '/v1/servers/{id}/credential';
const ALL = '/v1/credentials';
const ONE = `${ALL}/{id}`;
const ofCredential = {
  id: z.uuid().describe('ID of the shared credential'),
};
const SECRETS = 'What keeps secrets does not answer, or cannot keep this one';

/** What servers ask of their callers. No answer holds a secret. */
export const credentialRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: OF_SERVER,
    operationId: 'getServerCredential',
    summary: 'Get the credential that a server uses, without its secrets',
    status: 200,
    answer: 'Credential',
    headers: ['ETag'],
    problems: [404],
  },
  {
    method: 'put',
    path: OF_SERVER,
    operationId: 'putServerCredential',
    summary:
      "Give a server its own credential, or rotate it; `If-Match` is the server's ETag",
    body: 'PutCredential',
    repeatable: true,
    conditional: true,
    status: 200,
    answer: 'Credential',
    headers: ['ETag'],
    problems: [404, 409],
    notes: { 400: NOT_HERE, 503: SECRETS },
  },
  {
    method: 'delete',
    path: OF_SERVER,
    operationId: 'removeServerCredential',
    summary: "Take a server's credential away; its own one is destroyed",
    repeatable: true,
    status: 204,
    problems: [404, 409],
  },
  {
    method: 'get',
    path: ALL,
    operationId: 'listCredentials',
    summary: 'List shared credentials, without their secrets, by name',
    query: credentialQuerySchema,
    status: 200,
    answer: 'CredentialPage',
    problems: [],
    links: {
      credential: {
        operationId: 'getCredential',
        parameters: { id: '$response.body#/items/0/id' },
      },
    },
  },
  {
    method: 'post',
    path: ALL,
    operationId: 'createCredential',
    summary: 'Create a shared credential',
    body: 'CreateCredential',
    repeatable: true,
    status: 201,
    answer: 'Credential',
    headers: ['ETag', 'Location'],
    problems: [409],
    notes: { 400: NOT_HERE, 503: SECRETS },
  },
  {
    method: 'get',
    path: ONE,
    operationId: 'getCredential',
    summary: 'Get a shared credential, without its secrets',
    params: ofCredential,
    status: 200,
    answer: 'Credential',
    headers: ['ETag'],
    problems: [404],
  },
  {
    method: 'patch',
    path: ONE,
    operationId: 'updateCredential',
    summary:
      'Update a shared credential (JSON merge patch), but not its secrets',
    params: ofCredential,
    body: 'UpdateCredential',
    repeatable: true,
    conditional: true,
    status: 200,
    answer: 'Credential',
    headers: ['ETag'],
    problems: [404, 409],
    notes: { 400: NOT_HERE },
  },
  {
    method: 'delete',
    path: ONE,
    operationId: 'deleteCredential',
    summary: 'Delete a shared credential that no server uses',
    params: ofCredential,
    repeatable: true,
    status: 204,
    problems: [409],
  },
  {
    method: 'post',
    path: `${ONE}/versions`,
    operationId: 'rotateCredential',
    summary: 'Rotate a shared credential',
    params: ofCredential,
    body: 'RotateCredential',
    repeatable: true,
    conditional: true,
    status: 200,
    answer: 'Credential',
    headers: ['ETag'],
    problems: [404, 409],
    notes: { 400: NOT_HERE, 503: SECRETS },
  },
  {
    method: 'delete',
    path: `${ONE}/versions/previous`,
    operationId: 'endCredentialOverlap',
    summary: 'Destroy the previous version of a shared credential now',
    params: ofCredential,
    repeatable: true,
    status: 204,
    problems: [404, 409],
  },
  {
    method: 'get',
    path: `${ONE}/uses`,
    operationId: 'listCredentialUses',
    summary: 'List the servers that use a shared credential, by name',
    params: ofCredential,
    query: credentialUseQuerySchema,
    status: 200,
    answer: 'CredentialUsePage',
    problems: [404],
  },
];
