import type { PersonLogins } from '../ports';
import { personLoginOf } from './accounts';
import type { CredentialDeps } from './CredentialDeps';
import { originOf } from './kinds/originOf';
import { openContent } from './openContent';

type Deps = Pick<CredentialDeps, 'store' | 'users' | 'vault'>;

/** How people log in to servers, as their own credentials say now. What is sealed counts, and for the origins that are sealed with it. */
export function createPersonLogins({
  store,
  users,
  vault,
}: Deps): PersonLogins {
  return {
    async loginOf({ orgId, id: serverId }) {
      const record = await store.findOwn({ orgId }, serverId);
      if (record?.type !== 'oauth-user') return undefined;
      const server = await users.addressOf(record);
      const content = await openContent(vault, { record });
      const { given, origins } = content;
      const remote = server?.remotes.find(
        ({ type, url }) =>
          type !== 'stdio' && origins.includes(originOf(new URL(url))),
      );
      const isOwn = content.serverId === serverId;
      if (!server || !remote || !isOwn || given.type !== 'oauth-user') {
        return undefined;
      }
      const { environment } = server;
      const address = { orgId, serverId, environment, serverUrl: remote.url };
      return personLoginOf({ vault }, { ...address, given });
    },
  };
}
