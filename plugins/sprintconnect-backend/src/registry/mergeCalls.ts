import type {
  CallSettingsOfServer,
  UpdateServer,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Of a server whose calls are held to `known`, what they are held to after a merge patch (RFC 7396). Undefined: the defaults. Pure. */
export function mergeCalls(
  known: CallSettingsOfServer | undefined,
  patch: UpdateServer['calls'],
): CallSettingsOfServer | undefined {
  if (patch === null) return undefined;
  const left = Object.entries({ ...known, ...patch }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}
