import { linkPath } from '../connections';
import type { ApiRoute } from './ApiRoute';

const LOGINS = '/v1/connections/logins';
const PEOPLE =
  'The caller is no person, or may not use the server; "detail" says which';
const FAILED =
  'The authorization server is not as it should be, or answered wrongly; "detail" says how';

/** Accounts of the caller on servers. */
export const connectionRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/connections',
    operationId: 'listConnections',
    summary: "List the caller's own accounts on servers",
    status: 200,
    answer: 'Connections',
    problems: [],
    notes: { 403: PEOPLE },
  },
  {
    method: 'post',
    path: LOGINS,
    operationId: 'beginLogin',
    summary: 'Begin to connect an account on a server',
    body: 'BeginLogin',
    status: 201,
    answer: 'BegunLogin',
    problems: [404, 409, 422, 502],
    notes: { 403: PEOPLE, 502: FAILED },
  },
  {
    method: 'post',
    path: `${LOGINS}/finish`,
    operationId: 'finishLogin',
    summary: 'Finish a login with what the authorization server sent back',
    body: 'FinishLogin',
    status: 201,
    answer: 'Connection',
    problems: [404, 409, 422, 502],
    notes: { 403: PEOPLE, 502: FAILED },
  },
  {
    method: 'get',
    path: '/v1/connections/links/{id}',
    operationId: 'getConnectionLink',
    summary: 'Get what a link to connect an account is for',
    params: linkPath,
    status: 200,
    answer: 'ConnectionLink',
    problems: [404],
    notes: { 403: PEOPLE },
  },
  {
    method: 'delete',
    path: '/v1/connections/{id}',
    operationId: 'disconnect',
    summary: 'Disconnect an account, and revoke it where that is offered',
    status: 200,
    answer: 'Disconnected',
    problems: [404],
    notes: { 403: PEOPLE },
  },
  {
    method: 'get',
    path: '/oauth/client.json',
    operationId: 'clientDocument',
    summary:
      'Get the client id metadata document by which authorization servers know SprintConnect',
    status: 200,
    answer: 'ClientDocument',
    problems: [],
    open: true,
  },
];
