import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';

/**
 * Whom the portal says its credentials are of; nobody for a principal of a kind that we do not know. A plugin that asks on behalf of a
 * user is told by the credentials alone: no other plugin can make its token.
 */
export function callerOf({
  principal,
}: BackstageCredentials): Caller | undefined {
  const { type, userEntityRef, subject, actor } = principal as {
    type?: unknown;
    userEntityRef?: unknown;
    subject?: unknown;
    actor?: { subject?: unknown };
  };
  if (type === 'user' && typeof userEntityRef === 'string') {
    const through = actor?.subject;
    return {
      type,
      ref: userEntityRef,
      ...(typeof through === 'string' && { actor: through }),
    };
  }
  if (type === 'service' && typeof subject === 'string') {
    return { type, ref: subject };
  }
  return undefined;
}
