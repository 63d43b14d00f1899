import type { Me } from '@sprintconnect/plugin-sprintconnect-common';
import type { Cursors, Idempotency } from '../http';
import type { Identity, IdentitySettings } from '../identity';
import type { Tenancy, TenancySettings } from '../organisations';
import type { Permissions } from '../permissions';
import type {
  AuditTrail,
  Clock,
  Database,
  JobLog,
  Outbox,
  Slice,
  SliceWith,
} from '../ports';
import type { Registry } from '../registry';
import { createJobsRouter } from './createJobsRouter';
import { createMeRouter } from './createMeRouter';
import { createOrganisationRouter } from './createOrganisationRouter';
import { createKeysRouter } from './keys/createKeysRouter';
import { createRoles } from './roles/createRoles';

export interface AdministrationOptions
  extends Omit<Permissions, keyof Slice>, Pick<Identity, 'keys'> {
  audit: AuditTrail;
  clock: Clock;
  cursors: Cursors;
  database: Database;
  idempotency: Idempotency;
  jobLog: JobLog;
  outbox: Outbox;
  registry: Pick<Registry['service'], 'countServers' | 'keepVisible'>;
  tenancy: Tenancy;
}

/** What the configuration says. */
export interface AdministrationChoices {
  issuers: IdentitySettings['issuers'];
  mode: TenancySettings['mode'];
  /** The configured ones, which `GET /v1/me` tells. */
  environments: readonly string[];
  /** Names of the stdio servers that a registration may name. */
  stdioEntries: readonly string[];
  /** The most that a registration may ask for. */
  timeoutsMax: Me['timeoutsMax'];
  callsMax: Me['callsMax'];
}

/** The routes of administration, over what the slices below know. */
export function createAdministration(
  options: AdministrationOptions,
  choices: AdministrationChoices,
): SliceWith<'routers'> {
  const { keys } = options;
  const issuers = choices.issuers.map(({ issuer }) => issuer);
  const roles = createRoles({ ...options, issuers });
  return {
    routers: [
      createMeRouter({ ...options, ...choices, roles }),
      createKeysRouter(options),
      roles.router,
      createOrganisationRouter({
        ...options,
        mode: choices.mode,
        countKeys: ctx => keys.count(ctx),
        countBindings: roles.countBindings,
      }),
      createJobsRouter(options),
    ],
  };
}
