import {
  type AccessRole,
  type CreateApiKey,
  createApiKeySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Expiry, expiryMoment, isExpiryFaulty } from '../../keys';

/** A key as it is asked for: text that may be empty or wrong. */
export interface KeyDraft {
  name: string;
  scopes: NonNullable<CreateApiKey['scopes']>;
  roles: AccessRole[];
  expiry: Expiry;
  thumbprint: string;
}

export type KeyFault =
  'name' | 'nameTooLong' | 'grants' | 'date' | 'thumbprint';

export const emptyDraft: KeyDraft = {
  name: '',
  scopes: [],
  roles: [],
  expiry: { choice: '90' },
  thumbprint: '',
};

/** The request body that the draft stands for. Not yet checked. */
export function bodyOf(draft: KeyDraft, now: Date): CreateApiKey {
  const { name, scopes, roles, expiry, thumbprint } = draft;
  return {
    name: name.trim(),
    ...(scopes.length > 0 && { scopes }),
    ...(roles.length > 0 && { roles }),
    expiresAt: expiryMoment(expiry, now)?.toISOString(),
    dpopThumbprint: thumbprint.trim() || undefined,
  };
}

/** Everything wrong with the draft, by the same schema with which the backend checks it. */
export function faultsOf(draft: KeyDraft, now: Date): KeyFault[] {
  const faults: KeyFault[] = [];
  const checked = createApiKeySchema.safeParse(bodyOf(draft, now));
  for (const { path, code } of checked.error?.issues ?? []) {
    if (path[0] === 'name') {
      faults.push(code === 'too_big' ? 'nameTooLong' : 'name');
    }
    if (path[0] === 'dpopThumbprint') faults.push('thumbprint');
  }
  // The schema looks at the whole only once its parts are right; people want to know all at once.
  if (draft.scopes.length + draft.roles.length === 0) faults.push('grants');
  if (isExpiryFaulty(draft.expiry, now)) faults.push('date');
  return faults;
}
