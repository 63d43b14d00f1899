import type {
  Caller,
  ProblemKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { Catalog, Clock, Organisations } from '../ports';
import { createDirectory } from './createDirectory';
import {
  createOrganisationFinder,
  type FindOrganisation,
} from './createOrganisationFinder';
import { type Organisation, SINGLE } from './Organisation';
import { ORGANISATION_ID } from './organisationIdOf';
import type { TenancySettings } from './TenancySettings';

/** In which the portal's own plugins name the organisation that they act for. */
export const ORGANISATION_HEADER = 'sprintconnect-organization';

const FULL_REF = /^[a-z]{1,63}:[a-z0-9_.-]{1,63}\/[a-z0-9_.-]{1,63}$/;

/** Somebody whose organisation is asked for. */
export interface Placed {
  caller: Caller;
  /** The one that their credential carries. */
  own?: string;
  /** What {@link ORGANISATION_HEADER} says. */
  named?: string;
}

/** Of which organisation a request is. */
export interface Tenancy extends Organisations {
  /**
   * Throws a 403 problem for a caller without one, also where the catalog does not have theirs any more, and for whoever
   * names one in the header who may not.
   */
  organisationOf(who: Placed): Promise<Organisation>;
  /** What an organisation is called. */
  describe(orgId: string): Promise<Organisation>;
}

/** Writes nothing: what organisations there are, the catalog knows. */
export function createTenancy(options: {
  settings: TenancySettings;
  catalog: Catalog;
  clock: Clock;
}): Tenancy {
  const { settings } = options;
  return settings.mode === 'single'
    ? singleTenancy(settings)
    : catalogTenancy(options);
}

function singleTenancy(settings: TenancySettings): Tenancy {
  return {
    async organisationOf({ caller, own = SINGLE.id, named }) {
      // Such as a key from the time of mode catalog, which nobody could see here any more, or revoke.
      if (own !== SINGLE.id) {
        throw refused(
          'organisation-missing',
          `${caller.ref} belongs to the organisation ${own}, but with sprintconnect.tenancy.mode single only ${SINGLE.id} exists.`,
        );
      }
      if (named === undefined) return SINGLE;
      requireTrust(settings, caller);
      const isRef = FULL_REF.test(named.toLowerCase());
      if (!isRef && named !== SINGLE.id) throw unknownName();
      return SINGLE;
    },
    describe: async () => SINGLE,
    gone: async () => new Set(),
  };
}

function catalogTenancy(options: {
  settings: TenancySettings;
  catalog: Catalog;
  clock: Clock;
}): Tenancy {
  const { settings } = options;
  const { cacheSeconds } = settings;
  const find: FindOrganisation = createOrganisationFinder({
    ...options,
    cacheSeconds,
  });
  const directory = createDirectory({ ...options, cacheSeconds });

  const existing = async (id: string, { ref }: Caller) => {
    const found = await directory.find(id);
    if (found) return found;
    throw refused(
      'organisation-missing',
      `${ref} belongs to the organisation ${id}, but the catalog has no such group of spec.type organization.`,
    );
  };
  const byName = async (text: string): Promise<Organisation> => {
    const name = text.toLowerCase();
    if (FULL_REF.test(name)) return find(name);
    const found = ORGANISATION_ID.test(text)
      ? await directory.find(text)
      : undefined;
    if (!found) throw unknownName();
    return found;
  };
  return {
    async organisationOf({ caller, own, named }) {
      if (named !== undefined) {
        requireTrust(settings, caller);
        return byName(named);
      }
      if (own !== undefined) return existing(own, caller);
      if (caller.type === 'user') return find(caller.ref.toLowerCase());
      return existing(ofService(settings, caller), caller);
    },
    async describe(id) {
      return (await directory.find(id)) ?? { id, title: id };
    },
    async gone(orgIds) {
      const found = await Promise.all(
        orgIds.map(id => directory.find(id).catch(() => SINGLE)),
      );
      return new Set(orgIds.filter((_id, index) => !found[index]));
    },
  };
}

/** Not everybody may choose. */
function requireTrust(settings: TenancySettings, { type, ref }: Caller): void {
  if (type === 'service' && settings.trustedServices.includes(ref)) return;
  throw refused(
    'organisation-not-choosable',
    `${ref} can't choose its organisation. Remove the header ${ORGANISATION_HEADER}; only services in sprintconnect.tenancy.trustedServices can send it.`,
  );
}

function ofService(settings: TenancySettings, { ref }: Caller): string {
  const id = Object.hasOwn(settings.services, ref)
    ? settings.services[ref]
    : undefined;
  if (id !== undefined) return id;
  throw settings.trustedServices.includes(ref)
    ? refused(
        'organisation-not-named',
        `${ref} acts for several organisations. Name one in the header ${ORGANISATION_HEADER}.`,
      )
    : refused(
        'organisation-missing',
        `${ref} doesn't belong to an organisation. Add it to sprintconnect.tenancy.services.`,
      );
}

function unknownName(): ProblemError {
  return refused(
    'organisation-unknown',
    `The organisation in the header ${ORGANISATION_HEADER} doesn't exist. Send its ID, or the full entity reference of a user or group in it.`,
  );
}

function refused(kind: ProblemKind, detail: string): ProblemError {
  return new ProblemError({ kind, detail });
}
