import type { RegistryService } from '../registry';
import type { Grants, OwnAddresses } from '../oauth';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  Notifier,
  Outbox,
  PersonLogins,
} from '../ports';
import type { LinkStore } from './LinkStore';

/** What the slice stands on. */
export interface ConnectionsPlumbing {
  audit: AuditTrail;
  authorizer: Authorizer;
  clock: Clock;
  database: Database;
  notifier: Notifier;
  outbox: Outbox;
  grants: Grants;
  logins: PersonLogins;
  registry: Pick<
    RegistryService,
    'getServer' | 'listCapabilities' | 'requestDiscovery'
  >;
}

export interface ConnectionsDeps extends ConnectionsPlumbing {
  links: LinkStore;
}

/** Where people and authorization servers find us. */
export interface ConnectionAddresses extends OwnAddresses {
  /** Where people open the portal, without a slash at its end. */
  portalUrl: string;
}
