import { adminsOf } from '../permissions';
import {
  jobContext,
  type CredentialSource,
  type PersonLogins,
  type SliceWith,
} from '../ports';
import { createCredentialsRouter } from './createCredentialsRouter';
import type { CredentialPlumbing } from './CredentialDeps';
import type { CredentialSettings } from './CredentialSettings';
import { CredentialStore } from './CredentialStore';
import { CredentialUseStore } from './CredentialUseStore';
import { createPersonLogins } from './createPersonLogins';
import {
  createServerCredentials,
  type ServerCredentials,
} from './ServerCredentials';
import { createCredentialWatch } from './watchCredentials';

/** What the slice gives to the plugin. */
export interface Credentials
  extends SliceWith<'routers' | 'tasks'>, PersonLogins {
  /** For whoever owns the servers. */
  ofServers: ServerCredentials;
  /** For whoever speaks to them. */
  source: CredentialSource;
}

/** The credentials of servers and their routes, over the plugin's database and the vault. */
export function createCredentials(
  plumbing: CredentialPlumbing,
  options: {
    settings: CredentialSettings;
    /** Of the configuration. */
    environments: readonly string[];
    /** Where to find who is told of shared ones. */
    admins: Parameters<typeof adminsOf>[0];
  },
): Credentials {
  const store = new CredentialStore(plumbing.database);
  const users = new CredentialUseStore(plumbing.database);
  const deps = { ...plumbing, ...options, store, users };
  const ofServers = createServerCredentials(deps);
  const ownerOf = ({
    orgId,
    serverId = '',
  }: {
    orgId: string;
    serverId?: string;
  }) => users.ownerOf({ orgId }, serverId);
  return {
    ofServers,
    source: ofServers,
    ...createPersonLogins(deps),
    routers: [createCredentialsRouter(deps)],
    tasks: [
      createCredentialWatch({
        ...deps,
        ownerOf,
        managersOf: orgId =>
          adminsOf(
            options.admins,
            jobContext({ id: 'credentials', kind: 'credentials', orgId }),
          ),
      }),
    ],
  };
}
