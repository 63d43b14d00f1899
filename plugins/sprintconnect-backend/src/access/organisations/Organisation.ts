/** A tenant: everything that is kept belongs to one. */
export interface Organisation {
  id: string;
  title: string;
  /** The group of the catalog that it is, in lower case. */
  entityRef?: string;
}

/** The one organisation that there is in tenancy mode `single`. */
export const SINGLE: Organisation = { id: 'default', title: 'Default' };
