import { randomBytes } from 'node:crypto';
import type { ConnectionLinks, SliceWith } from '../ports';
import { CONNECTIONS_PAGE } from './addresses';
import type {
  ConnectionAddresses,
  ConnectionsPlumbing,
} from './ConnectionsDeps';
import { createConnectionsRouter } from './createConnectionsRouter';
import { createDocumentRouter } from './createDocumentRouter';
import { LinkStore } from './LinkStore';
import { tellAccountEnded } from './tellAccountEnded';

const LINK_MS = 60 * 60_000;
const ID_BYTES = 32;

/** What the slice gives to the plugin. */
export interface Connections extends SliceWith<'routers' | 'jobs' | 'prunes'> {
  /** For whoever refuses a call that lacks an account. */
  links: ConnectionLinks;
}

/** Accounts of people on servers, and their routes. */
export function createConnections(
  plumbing: ConnectionsPlumbing,
  addresses: ConnectionAddresses,
): Connections {
  const { clock, database } = plumbing;
  const links = new LinkStore(database);
  const deps = { ...plumbing, links };
  return {
    links: {
      async linkFor(person, { id: serverId }) {
        const { orgId, userRef } = person;
        const now = clock.now();
        const id = randomBytes(ID_BYTES).toString('base64url');
        const expiresAt = new Date(now.getTime() + LINK_MS);
        await database.transaction(tx =>
          links.keep(tx, id, { orgId, userRef, serverId, expiresAt, now }),
        );
        const url = `${addresses.portalUrl}${CONNECTIONS_PAGE}/links/${id}`;
        return { url, expiresAt };
      },
    },
    routers: [createDocumentRouter(addresses), createConnectionsRouter(deps)],
    jobs: [tellAccountEnded(deps)],
    prunes: [limit => links.prune({ now: clock.now(), limit })],
  };
}
