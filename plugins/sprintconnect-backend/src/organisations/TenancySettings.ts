import { z } from 'zod';
import { count, list, section } from '../settings';
import { ORGANISATION_ID } from './organisationIdOf';

const organisationSchema = z
  .string()
  .regex(
    ORGANISATION_ID,
    'isn\'t an organisation ID: use a-z, 0-9, ".", "_", "~", and "-", at most 64',
  );

/** The section `sprintconnect.tenancy` of the configuration. */
export const tenancySettingsSchema = z
  .strictObject({
    /** `single`: everybody is of the organisation `default`. `catalog`: the catalog says whose organisation is which. */
    mode: z.enum(['single', 'catalog']).default('single'),
    /** How long an answer of the catalog about somebody's organisation is remembered. */
    cacheSeconds: count(0, 3_600).default(60),
    /** Organisations of services, by their subject, such as `external:ci`. */
    services: section(z.record(z.string().min(1), organisationSchema)),
    /** Subjects of the portal's own plugins that may name the organisation that they act for. */
    trustedServices: list(z.string().min(1), [
      'plugin:catalog',
      'plugin:search',
    ]),
  })
  .refine(
    ({ mode, services }) =>
      mode === 'catalog' || Object.keys(services).length === 0,
    {
      path: ['services'],
      message:
        'works only with tenancy.mode catalog; in mode single, everyone belongs to the organisation "default"',
    },
  );

export type TenancySettings = z.output<typeof tenancySettingsSchema>;
