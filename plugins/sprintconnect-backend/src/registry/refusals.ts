import {
  limits,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { invalid, ProblemError } from '../http';

/** 404: not there, or not visible to this caller. */
export function noSuchServer(): ProblemError {
  return new ProblemError({
    status: 404,
    detail: 'Server not found. GET /v1/servers lists the servers you can see.',
  });
}

/** 409: the catalog says what this server is, so that it is changed there. */
export function catalogOwns(server: Server): ProblemError {
  return new ProblemError({
    kind: 'owned-by-catalog',
    detail: `This server comes from the catalog. Edit or unregister the entity ${server.entityRef} instead.`,
  });
}

/** 400: of two that were given only one can be used. */
export function twoCredentials(): ProblemError {
  return invalid([
    {
      path: 'credentialRef',
      message: "can't be given together with a credential of its own",
    },
  ]);
}

/** 404: the server has none, or names one that is not there. */
export function hasNoCredential(): ProblemError {
  return new ProblemError({
    status: 404,
    detail:
      'The server has no credential. PUT /v1/servers/{id}/credential gives it one.',
  });
}

/** 409: what was retired stays as it was. */
export function isRetired(server: Server): ProblemError {
  return new ProblemError({
    kind: 'server-retired',
    detail: `The server ${server.name} is retired. Register it again to use it.`,
  });
}

/** 409: the name belongs to a server that somebody registered otherwise. Says how the entity can have it. */
export function nameOfOtherServer(holder: Server): ProblemError {
  const { name, environment } = holder;
  return new ProblemError({
    kind: 'name-taken',
    detail: `The environment ${environment} already has a server named ${name}, which was not registered by a catalog entity. ${handOver(holder)} To keep both, give the entity another name or environment.`,
    errors: [{ path: 'name', message: 'is already used' }],
  });
}

/** 409: SprintConnect provides an entity of this name, for a server that somebody registered otherwise. */
export function entityOfOtherServer(holder: Server): ProblemError {
  const { name, environment, entityRef } = holder;
  return new ProblemError({
    kind: 'entity-taken',
    detail: `The catalog entity ${entityRef} already stands for the server ${name} of the environment ${environment}, which was not registered by a catalog entity. ${handOver(holder)} To keep both, give the entity another name.`,
  });
}

function handOver({ id }: Server): string {
  return `To let this entity describe it, retire that server on its page or with DELETE /v1/servers/${id}: within 5 minutes the entity registers it again, with a new history.`;
}

/** 409: two entities get the same server name, which allows fewer characters than theirs. */
export function nameOfOtherEntity(holder: Server): ProblemError {
  const { name, environment, entityRef } = holder;
  return new ProblemError({
    kind: 'entity-names-collide',
    detail: `The server ${name} of the environment ${environment} already belongs to the catalog entity ${entityRef}, and this entity would get the same name. A server is named after its entity: "<namespace>_<name>" outside the namespace "default", "-" instead of ".", cut after ${limits.nameLength} characters. Rename one of the two entities, or give it another environment.`,
    errors: [{ path: 'name', message: 'is already used' }],
  });
}
