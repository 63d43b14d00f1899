import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';

/** There is no such thing, or the reader may not know of it. */
export function isMissing(error: unknown): boolean {
  return error instanceof SprintConnectError && error.status === 404;
}
