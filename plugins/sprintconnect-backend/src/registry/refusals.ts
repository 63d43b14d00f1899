import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';

/** 404: not there, or not visible to this caller. */
export function noSuchServer(): ProblemError {
  return new ProblemError({
    status: 404,
    detail:
      'There is no such server. GET /v1/servers lists those that you may see.',
  });
}

/** 409: the catalog says what this server is, so that it is changed there. */
export function catalogOwns(server: Server): ProblemError {
  return new ProblemError({
    status: 409,
    detail: `The catalog entity ${server.entityRef} describes this server: edit or unregister the catalog entity ${server.entityRef} instead.`,
  });
}

/** 409: what was retired stays as it was. */
export function isRetired(server: Server): ProblemError {
  return new ProblemError({
    status: 409,
    detail: `The server ${server.name} is retired. Register it again to use it.`,
  });
}
