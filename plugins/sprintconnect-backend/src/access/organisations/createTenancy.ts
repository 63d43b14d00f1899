import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import type { Catalog, Clock } from '../../ports';
import { onlyOne } from '../readCredential';
import {
  createOrganisationFinder,
  type FindOrganisation,
} from './createOrganisationFinder';
import { type Organisation, SINGLE } from './Organisation';
import { ORGANISATION_ID } from './organisationIdOf';
import type { OrganisationStore } from './OrganisationStore';
import type { TenancySettings } from './TenancySettings';

/** In which the portal's own plugins name the organisation that they act for. */
export const ORGANISATION_HEADER = 'sprintconnect-organization';

const SEEN_MAX = 10_000;
/** How often a title may change. */
const CORRECTED_MS = 60_000;
const FULL_REF = /^[a-z]{1,63}:[a-z0-9_.-]{1,63}\/[a-z0-9_.-]{1,63}$/;

type Headers = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/** Of which organisation a request is. */
export interface Tenancy {
  /**
   * The organisation of a caller; `own` is the one that their credential carries. Throws a 403 problem for a caller
   * without one, and for whoever names one in the header who may not.
   */
  organisationOf(
    req: Headers,
    who: { caller: Caller; own?: string },
  ): Promise<Organisation>;
  /** Keeps a row of an organisation that somebody was let in for; asks the database once per organisation. */
  see(organisation: Organisation): Promise<void>;
}

export function createTenancy(options: {
  settings: TenancySettings;
  catalog: Catalog;
  clock: Clock;
  organisations: OrganisationStore;
}): Tenancy {
  const { settings, clock, organisations } = options;
  const { cacheSeconds, mode } = settings;
  const find: FindOrganisation =
    mode === 'single'
      ? async () => SINGLE
      : createOrganisationFinder({ ...options, cacheSeconds });
  const seen = new LRUCache<string, { wording: string; until: number }>({
    max: SEEN_MAX,
  });

  const named = async (text: string): Promise<Organisation> => {
    const name = text.toLowerCase();
    if (FULL_REF.test(name)) return find(name);
    const known = ORGANISATION_ID.test(text)
      ? await organisations.find(text)
      : undefined;
    const isThere = mode === 'single' ? text === SINGLE.id : known;
    if (!isThere) {
      throw refused(
        `The header ${ORGANISATION_HEADER} names no organisation that is known here. Send its id, or the full entity reference of a user or group of it.`,
      );
    }
    return known ?? SINGLE;
  };

  return {
    async organisationOf(req, { caller, own }) {
      const header = onlyOne(req, ORGANISATION_HEADER);
      if (header !== undefined) {
        requireTrust(settings, caller);
        return named(header);
      }
      if (own !== undefined) return { id: own, title: own };
      if (mode === 'single') return SINGLE;
      if (caller.type === 'user') return find(caller.ref.toLowerCase());
      return ofService(settings, caller);
    },
    async see(organisation) {
      const { id, title, entityRef = '' } = organisation;
      const wording = `${entityRef} ${title}`;
      const now = clock.now();
      const before = seen.get(id);
      if (before) {
        // What a credential calls it says less than what the catalog does, and answers of the catalog may be old.
        const isFresh = now.getTime() < before.until;
        if (isFresh || !entityRef || before.wording === wording) return;
      }
      await organisations.see(organisation, now);
      seen.set(id, { wording, until: now.getTime() + CORRECTED_MS });
    },
  };
}

function requireTrust(settings: TenancySettings, { type, ref }: Caller): void {
  if (type === 'service' && settings.trustedServices.includes(ref)) return;
  throw refused(
    `${ref} may not choose its organisation. Send the request without the header ${ORGANISATION_HEADER}; only services in sprintconnect.tenancy.trustedServices may send it.`,
  );
}

function ofService(settings: TenancySettings, { ref }: Caller): Organisation {
  const id = Object.hasOwn(settings.services, ref)
    ? settings.services[ref]
    : undefined;
  if (id !== undefined) return { id, title: id };
  throw refused(
    settings.trustedServices.includes(ref)
      ? `${ref} acts for several organisations. Name one in the header ${ORGANISATION_HEADER}.`
      : `${ref} is of no organisation. Name it in sprintconnect.tenancy.services.`,
  );
}

function refused(detail: string): ProblemError {
  return new ProblemError({ status: 403, detail });
}
