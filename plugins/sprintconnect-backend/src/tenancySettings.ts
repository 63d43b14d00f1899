import { z } from 'zod';
import { numberSetting } from './numberSetting';

const organisationSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/,
    'isn\'t an organisation ID: use a-z, 0-9, ".", "_", "~", and "-", at most 64',
  );

/** The section `sprintconnect.tenancy` of the configuration. */
export const tenancySettingsSchema = z
  .strictObject({
    mode: z.enum(['single', 'catalog']).default('single'),
    cacheSeconds: numberSetting(z.number().int().min(0).max(3_600)).default(60),
    services: z.preprocess(
      value => value ?? {},
      z.record(z.string().min(1), organisationSchema),
    ),
    trustedServices: z
      .array(z.string().min(1))
      .nullish()
      .transform(list => list ?? ['plugin:catalog', 'plugin:search']),
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
