import { failureKinds } from './failureKinds';
import type { ProblemKindInfo } from './ProblemKindInfo';

export type { ProblemKindInfo };

/**
 * Every kind of problem that a machine would treat differently from others of its status. Names are for ever: a name that is
 * no longer answered stays, and none gets another meaning.
 *
 * @public
 */
export const problemKinds = {
  'invalid-request': {
    status: 400,
    meaning: 'A parameter or the body is not valid.',
    remedy: 'Correct what "errors" lists; each fault has its JSON path.',
  },
  'invalid-cursor': {
    status: 400,
    meaning: 'The cursor is not one that was given for this query.',
    remedy: 'Start again at the first page, without a cursor.',
  },
  'idempotency-not-supported': {
    status: 400,
    meaning: 'The answer holds a secret, so it is not kept for a replay.',
    remedy: 'Send the request without Idempotency-Key.',
  },
  'arguments-invalid': {
    status: 400,
    meaning: 'The arguments do not fit what the capability takes.',
    remedy: 'Correct what "errors" lists; each fault has its JSON path.',
  },
  'permission-missing': {
    status: 403,
    meaning: 'The caller does not have the permission.',
    remedy: 'Ask for the permission that "detail" names.',
  },
  'permission-narrowed': {
    status: 403,
    meaning: 'The caller has the permission, but not for this server.',
    remedy: 'Leave it to the owner of the server, or ask for a wider role.',
  },
  'privilege-escalation': {
    status: 403,
    meaning: 'The key or role would have more access than its giver.',
    remedy: 'Leave out what "detail" lists, or ask somebody who has it.',
  },
  'token-restricted': {
    status: 403,
    meaning: 'The Backstage token is valid, but not for SprintConnect.',
    remedy: 'Send a token that was issued for this plugin.',
  },
  'host-not-allowed': {
    status: 403,
    meaning: 'The MCP endpoints are not reached by this host name.',
    remedy: 'Use the address of the portal, or have the name allowed.',
  },
  'origin-not-allowed': {
    status: 403,
    meaning: 'Pages of this origin may not use the MCP endpoints.',
    remedy: 'Have the origin allowed in the configuration.',
  },
  'organisation-missing': {
    status: 403,
    meaning: 'The caller belongs to no organisation, or to several equally.',
    remedy: 'Change the groups in the catalog, or the configuration.',
  },
  'organisation-not-named': {
    status: 403,
    meaning: 'The caller acts for several organisations and named none.',
    remedy: 'Name one in the header SprintConnect-Organization.',
  },
  'organisation-unknown': {
    status: 403,
    meaning: 'The organisation that the header names does not exist.',
    remedy: 'Send the ID of one, or the reference of a user or group in it.',
  },
  'organisation-not-choosable': {
    status: 403,
    meaning: 'The caller may not choose its organisation.',
    remedy: 'Leave the header out, or have the service trusted.',
  },
  'people-only': {
    status: 403,
    meaning: 'Only people have accounts on servers.',
    remedy: 'Send the Backstage token of a user.',
  },
  'operators-only': {
    status: 403,
    meaning: 'Only the organisation of the operators can read this.',
    remedy: 'Ask as a member of that organisation.',
  },
  'catalog-only': {
    status: 403,
    meaning: 'Only the catalog can use this route.',
    remedy: 'Edit the entity, or register the server with POST /v1/servers.',
  },
  'capability-not-found': {
    status: 404,
    meaning: 'There is no such capability that the caller can use.',
    remedy: 'List the capabilities of the server, or ask for access.',
  },
  'egress-rules-full': {
    status: 409,
    meaning: 'The organisation has as many egress rules as it can have.',
    remedy: 'Delete rules, or combine them with patterns and ranges.',
  },
  'name-taken': {
    status: 409,
    meaning: 'The environment already has a server of this name.',
    remedy: 'Choose another name, or retire that server first.',
  },
  'entity-taken': {
    status: 409,
    meaning: 'The catalog entity already stands for another server.',
    remedy: 'Choose another name, or retire that server first.',
  },
  'entity-names-collide': {
    status: 409,
    meaning: 'Two entities would get the same name of a server.',
    remedy: 'Rename one of them, or give it another environment.',
  },
  'owned-by-catalog': {
    status: 409,
    meaning: 'The catalog says what this server is.',
    remedy: 'Edit or unregister its entity.',
  },
  'server-retired': {
    status: 409,
    meaning: 'The server is retired, and stays as it was.',
    remedy: 'Register it again.',
  },
  'server-draft': {
    status: 409,
    meaning: 'The server is a draft, which is not probed.',
    remedy: 'Wait until it is in use.',
  },
  'server-quarantined': {
    status: 409,
    meaning: 'The server is in quarantine, and nobody can use it.',
    remedy: 'Wait until an administrator has approved what it offers.',
  },
  'call-cancelled': {
    status: 409,
    meaning: 'The call was cancelled before it ended.',
    remedy: 'Find out what the server did before you call again.',
  },
  'credential-name-taken': {
    status: 409,
    meaning: 'There already is a shared credential of this name.',
    remedy: 'Choose another name, or rotate that one.',
  },
  'credential-in-use': {
    status: 409,
    meaning: 'Servers use the credential.',
    remedy: 'Give them another one first.',
  },
  'login-not-offered': {
    status: 409,
    meaning: 'People do not use the server with accounts of their own.',
    remedy: 'Use it as it is, or ask its owner how it is to be used.',
  },
  'key-revoked': {
    status: 409,
    meaning: 'The API key is revoked.',
    remedy: 'Create a new one.',
  },
  'last-admin': {
    status: 409,
    meaning: 'The organisation would have no admin left.',
    remedy: 'Make another user or group admin first.',
  },
  'role-configured': {
    status: 409,
    meaning: 'The role is set in app-config.',
    remedy: 'Change sprintconnect.access.roles there and restart.',
  },
  'idempotency-key-reused': {
    status: 409,
    meaning: 'The Idempotency-Key was used for a different request.',
    remedy: 'Send the request with a new one.',
  },
  'idempotency-key-in-progress': {
    status: 409,
    meaning: 'The first request with this Idempotency-Key has not ended.',
    remedy: 'Wait for it; GET /v1/calls tells how it ended.',
  },
  'stale-revision': {
    status: 412,
    meaning: 'It was changed since the revision in If-Match.',
    remedy: 'Read it again, and send the change with its new ETag.',
  },
  'arguments-too-large': {
    status: 413,
    meaning: 'The arguments are larger than a call may send.',
    remedy: 'Send less.',
  },
  'input-not-possible': {
    status: 422,
    meaning: 'The server asks for more, and this client cannot be asked.',
    remedy: 'Use a client that can be asked, or give it as an argument.',
  },
  'credential-not-found': {
    status: 422,
    meaning: 'The server may not use a credential of this name.',
    remedy: 'Name one of GET /v1/credentials, or have it made.',
  },
  'credential-origin-mismatch': {
    status: 422,
    meaning: 'The credential was given for another origin.',
    remedy: 'Give it again together with the new address.',
  },
  'connection-required': {
    status: 422,
    meaning: 'The server wants an account of the caller, who has none there.',
    remedy: 'Open "connectUrl" in a browser, connect an account, call again.',
  },
  'login-unknown': {
    status: 422,
    meaning: 'No login of this person waits for this answer.',
    remedy: 'Begin again; a login is good once and for 10 minutes.',
  },
  'login-refused': {
    status: 422,
    meaning:
      'The login did not come about, or its answer is not to be trusted.',
    remedy: 'Correct what "detail" says, and begin again.',
  },
  'upstream-credential': {
    status: 422,
    meaning: 'The credential of the server cannot be used as it is.',
    remedy: 'Give it anew, or correct what "detail" says.',
  },
  'upstream-auth': {
    status: 422,
    meaning: 'The server rejects the credential, or refuses without one.',
    remedy: 'Add a credential, or replace the one that it has.',
  },
  'upstream-login-required': {
    status: 422,
    meaning: 'The tested server asks for a login.',
    remedy: 'Add a credential.',
  },
  'upstream-egress-refused': {
    status: 422,
    meaning: 'The address, or one that it leads to, is not allowed.',
    remedy: 'Have it allowed in sprintconnect.egress.',
  },
  'if-match-missing': {
    status: 428,
    meaning: 'The change needs the revision that it is made to.',
    remedy: 'Send If-Match with the ETag you last read.',
  },
  'rate-limited': {
    status: 429,
    meaning: 'A limit of requests over time is reached.',
    remedy: 'Wait for the seconds of Retry-After.',
  },
  'concurrency-limited': {
    status: 429,
    meaning: 'Too many requests of this kind are in progress at once.',
    remedy: 'Wait for one of them to end.',
  },
  'too-many-streams': {
    status: 429,
    meaning: 'The caller has as many event streams open as it may.',
    remedy: 'Close one, or share one between programs.',
  },
  'too-many-logins': {
    status: 429,
    meaning: 'The person began too many logins in a short time.',
    remedy: 'Wait for the seconds of Retry-After.',
  },
  'too-many-guesses': {
    status: 429,
    meaning: 'Too many invalid credentials came from this address.',
    remedy: 'Wait for the seconds of Retry-After, and check the credential.',
  },
  ...failureKinds,
} as const satisfies Record<string, ProblemKindInfo>;

/** The name of a kind of problem: the last part of its `type`. @public */
export type ProblemKind = keyof typeof problemKinds;
