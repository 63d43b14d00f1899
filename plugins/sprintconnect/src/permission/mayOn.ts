import type {
  Server,
  ServerAccess,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Whether to offer something that is done with this one server. The backend decides; this only hides. */
export function mayOn(
  server: Pick<Server, 'access'>,
  verb: keyof ServerAccess,
): boolean {
  return server.access?.[verb] ?? false;
}
