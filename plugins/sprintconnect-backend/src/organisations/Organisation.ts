import { organisationIdOf } from './organisationIdOf';

/** A tenant: everything that is kept belongs to one. */
export interface Organisation {
  id: string;
  title: string;
  /** The group of the catalog that it is, in lower case. */
  entityRef?: string;
}

/** The one organisation that there is in tenancy mode `single`. */
export const SINGLE: Organisation = { id: 'default', title: 'Default' };

/** The organisation that a group of the catalog is. */
export function organisationOf(group: {
  ref: string;
  namespace: string;
  name: string;
  title?: string;
}): Organisation {
  const { ref, title, name } = group;
  return {
    id: organisationIdOf(group),
    title: (title ?? name).slice(0, 200),
    entityRef: ref,
  };
}
