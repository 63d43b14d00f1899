import type {
  AccessRole,
  BindRole,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Whoever the role is for, by the field that asks for them. */
export type Whom = 'entity' | 'everyone' | 'key' | 'agent';

/** A role as it is about to be given. What was typed for one kind stays while another is looked at. */
export interface BindingDraft {
  whom: Whom;
  entity: string;
  keyId?: string;
  agent: string;
  role: AccessRole;
}

export const emptyBinding: BindingDraft = {
  whom: 'entity',
  entity: '',
  agent: '',
  role: 'viewer',
};

/** The request body, or the field that is not fit for one. */
export function bindingOf(
  draft: BindingDraft,
): { body: BindRole } | { fault: Exclude<Whom, 'everyone'> } {
  const { whom, role, keyId } = draft;
  if (whom === 'everyone') return { body: { subject: '*', role } };
  if (whom === 'key') {
    return keyId
      ? { body: { subject: `api-key:${keyId}`, role } }
      : { fault: 'key' };
  }
  const subject = draft[whom].trim();
  const fits =
    whom === 'entity'
      ? /^(user|group):([^\s:/#]+\/)?[^\s:/#]+$/i.test(subject)
      : /^https?:\/\/[^#]+#.+$/i.test(subject);
  return fits ? { body: { subject, role } } : { fault: whom };
}
