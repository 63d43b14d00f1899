import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';

/** The backend knows who asks, and refuses. */
export function isRefusal(error: unknown): boolean {
  return error instanceof SprintConnectError && error.status === 403;
}
