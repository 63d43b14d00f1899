import { InputError } from '@backstage/errors';
import {
  type AccessRole,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { normaliseSubject } from './normaliseSubject';
import type { RoleSettings } from './RoleSettings';

/** A role that the configuration gives. */
export interface ConfiguredRole {
  subject: string;
  role: AccessRole;
}

/**
 * The bindings of the configuration, by subject and role. Throws an InputError that names every subject that cannot be
 * read, so that a typing mistake stops the start instead of giving a role to nobody.
 */
export function configuredRoles(settings: RoleSettings): ConfiguredRole[] {
  const faults: string[] = [];
  const found = new Map<string, ConfiguredRole>();
  for (const role of accessRoleSchema.options) {
    settings[role].forEach((text, index) => {
      const read = normaliseSubject(text);
      if ('fault' in read) {
        const path = `sprintconnect.access.roles.${role}.${index}`;
        faults.push(`${path}: ${JSON.stringify(text)} ${read.fault}`);
      } else {
        const { subject } = read;
        found.set(JSON.stringify([subject, role]), { subject, role });
      }
    });
  }
  if (faults.length > 0) {
    throw new InputError(`The configuration isn't valid. ${faults.join('; ')}`);
  }
  return [...found.keys()].sort().map(key => found.get(key) as ConfiguredRole);
}
