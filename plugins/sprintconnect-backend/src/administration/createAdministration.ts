import type { Router } from 'express';
import { createJobsRouter, type JobListOptions } from './createJobsRouter';
import {
  createOrganisationRouter,
  type OrganisationPageOptions,
} from './createOrganisationRouter';

/** The pages of administration, over what the slices below know. */
export function createAdministration(
  options: Omit<JobListOptions, 'authorizer'> &
    OrganisationPageOptions & { registry: JobListOptions['registry'] },
): { routers: readonly Router[] } {
  const { authorizer } = options.access;
  return {
    routers: [
      createOrganisationRouter(options),
      createJobsRouter({ ...options, authorizer }),
    ],
  };
}
