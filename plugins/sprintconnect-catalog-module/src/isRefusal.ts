import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';

const STATUSES = [400, 409, 422];

/**
 * Whether the registry refused what an entity says, rather than failed. An owner who is of no organisation is a fault of
 * the entity, where there are several. Pure.
 */
export function isRefusal(
  error: unknown,
  { hasOrganisations }: { hasOrganisations: boolean },
): error is SprintConnectError {
  return (
    error instanceof SprintConnectError &&
    (STATUSES.includes(error.status) ||
      (hasOrganisations && error.status === 403))
  );
}
