import { isDeepStrictEqual } from 'node:util';
import type {
  CredentialType,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext, Tx } from '../ports';
import {
  type RegistryDeps,
  enqueueProbe,
  plannedDiscovery,
  queueDiscovery,
} from './RegistryDeps';

/** What a probe and its schedule depend on. */
const PROBED_ANEW = new Set([
  'remotes',
  'environment',
  'probeIntervalSeconds',
  'probeTimeoutMs',
  'connectTimeoutMs',
  'credentialRef',
  'credential',
]);

/** With what a discovery may come to another end. */
const DISCOVERED_ANEW = [
  'remotes',
  'connectTimeoutMs',
  'credentialRef',
  'credential',
];

/** What search knows of a server. */
const SEARCHED = ['name', 'title', 'description', 'tags', 'status'];

/**
 * Writes a changed server with its audit entry and its event, and queues a discovery where other remotes may answer
 * otherwise, or in another time; another interval counts from now. Gives the server as it stands; one in which nothing differs is not written at all.
 */
export async function changeServer(
  tx: Tx,
  ctx: RequestContext,
  change: {
    deps: RegistryDeps;
    before: Server;
    after: Server;
    /** Its own one was given or rotated in this transaction. */
    credential?: { id: string; version: number; type: CredentialType };
  },
): Promise<Server> {
  const { deps, before, credential } = change;
  const said = withLogin(change);
  const fields = differingFields(before, said);
  if (credential) fields.push('credential');
  if (fields.length === 0) {
    return before;
  }
  const after: Server = {
    ...said,
    revision: before.revision + 1,
    updatedAt: deps.clock.now().toISOString(),
  };
  await deps.servers.write(tx, ctx, { before, after });
  const isBack = before.status === 'retired';
  if (SEARCHED.some(name => fields.includes(name))) {
    await deps.searchIndex.refresh(tx, ctx, after);
  }
  const queued =
    isBack || DISCOVERED_ANEW.some(name => fields.includes(name))
      ? await queueDiscovery(tx, ctx, {
          deps,
          serverId: after.id,
          intervalSeconds: after.discoveryIntervalSeconds,
        })
      : undefined;
  if (!queued && fields.includes('discoveryIntervalSeconds')) {
    // Else a server that was discovered once a week would go on so until the week is over.
    const intervalSeconds = after.discoveryIntervalSeconds;
    await deps.servers.writeObserved(tx, ctx, {
      serverId: after.id,
      columns: {
        next_discovery_at: plannedDiscovery(deps, { intervalSeconds }),
      },
    });
  }
  if (isBack || fields.some(field => PROBED_ANEW.has(field))) {
    await enqueueProbe(tx, ctx, { deps, serverId: after.id });
  }
  await deps.audit.record(tx, ctx, {
    action: isBack ? 'server-register' : 'server-update',
    target: { type: 'server', id: after.id },
    outcome: 'success',
    meta: {
      name: after.name,
      environment: after.environment,
      fields,
      ...queued,
    },
  });
  await deps.outbox.add(tx, {
    type: isBack ? 'server.registered' : 'server.updated',
    orgId: ctx.orgId,
    serverId: after.id,
    revision: after.revision,
    ...queued,
  });
  if (credential || fields.includes('credentialRef')) {
    await deps.outbox.add(tx, {
      type: 'server.credential.changed',
      orgId: ctx.orgId,
      serverId: after.id,
      revision: after.revision,
      ...(credential && {
        credentialId: credential.id,
        credentialVersion: credential.version,
      }),
    });
  }
  return after;
}

/** How people log in to it goes with its credential. */
function withLogin({
  before,
  after: { login: _before, ...after },
  credential,
}: {
  before: Server;
  after: Server;
  credential?: { type: CredentialType };
}): Server {
  const isSame = after.credentialRef === before.credentialRef;
  const kept = isSame ? before.login : undefined;
  const login = credential ? loginBy(credential.type) : kept;
  return { ...after, ...(login && { login }) };
}

/** Whether each person has an account of their own with a credential of this type. */
export function loginBy(type: CredentialType): Server['login'] {
  return type === 'oauth-user' ? 'person' : undefined;
}

function differingFields(before: Server, after: Server): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter(
    name =>
      !isDeepStrictEqual(
        before[name as keyof Server],
        after[name as keyof Server],
      ),
  );
}
