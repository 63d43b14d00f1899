import {
  type BegunLogin,
  beginLoginSchema,
  type Connection,
  finishLoginSchema,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import type { GrantRecord } from '../oauth';
import {
  type Person,
  type PersonLogin,
  type RequestContext,
  type Tx,
  unrestricted,
} from '../ports';
import type { ConnectionsDeps } from './ConnectionsDeps';
import { explainLogin, loginNotOffered, noSuchLink } from './refusals';
import { requireUsable } from './requireUsable';
import { toConnection } from './toConnection';

interface Asked {
  person: Person;
  body: unknown;
  signal: AbortSignal;
}

/** Begins a login with a server that the person may use, named itself or by a link that was made for them. Throws problems. */
export async function begin(
  deps: ConnectionsDeps,
  ctx: RequestContext,
  { person, body, signal }: Asked,
): Promise<BegunLogin> {
  const asked = parse(beginLoginSchema, body);
  const id =
    'serverId' in asked
      ? asked.serverId
      : await serverOfLink(deps, person, asked.linkId);
  const login = await requireLogin(deps, ctx, id);
  const { url, expiresAt } = await explained(deps, () =>
    deps.grants.begin({ person, login }, signal),
  );
  return { url, expiresAt: expiresAt.toISOString() };
}

/**
 * Connects the account with what the authorization server sent back, where the person may use the server still. What they had connected
 * there before is replaced. Throws problems, having connected nothing.
 */
export async function finish(
  deps: ConnectionsDeps,
  ctx: RequestContext,
  { person, body, signal }: Asked,
): Promise<Connection> {
  const { answer } = parse(finishLoginSchema, body);
  const { grants } = deps;
  const parameters = new URLSearchParams(answer);
  const state = parameters.get('state') ?? '';
  const serverId = await explained(deps, () => grants.serverOf(person, state));
  const login = await requireLogin(deps, ctx, serverId);
  const grant = await explained(deps, () =>
    grants.finish(
      {
        ...{ person, login, answer: parameters },
        record: (tx, connected) => tellConnected(deps, ctx, { tx, connected }),
      },
      signal,
    ),
  );
  await discoverAgain(deps, ctx, serverId);
  return toConnection(deps, ctx, grant);
}

/**
 * What a server offers may be known by this account only. It is looked at anew where nobody could do that before; whoever connected need
 * not be one who may change the server, because that changes nothing of it.
 */
async function discoverAgain(
  { registry }: ConnectionsDeps,
  ctx: RequestContext,
  id: string,
): Promise<void> {
  const granted = unrestricted(ctx, serverUpdatePermission);
  const { lastError, health } = await registry.getServer(ctx, id, granted);
  const waits =
    lastError?.code === 'login-required' || health.status === 'login-required';
  if (!waits) return;
  await registry.requestDiscovery(ctx, {
    ...{ id, readable: granted, writable: granted },
  });
}

async function tellConnected(
  { audit, outbox }: ConnectionsDeps,
  ctx: RequestContext,
  { tx, connected }: { tx: Tx; connected: GrantRecord },
): Promise<void> {
  const { id, serverId, plan, scopes } = connected;
  await audit.record(tx, ctx, {
    action: 'connection-create',
    target: { type: 'server', id: serverId },
    outcome: 'success',
    meta: {
      ...{ connectionId: id, issuer: plan.issuer, scopes },
      client: plan.client.by,
      ...(plan.exception && { issuerException: plan.exception }),
    },
  });
  const { orgId } = ctx;
  await outbox.add(tx, { type: 'connection.changed', orgId, serverId });
}

async function serverOfLink(
  { links, clock }: ConnectionsDeps,
  person: Person,
  id: string,
): Promise<string> {
  const link = await links.find(person, { id, now: clock.now() });
  if (!link) throw noSuchLink();
  return link.serverId;
}

async function requireLogin(
  deps: ConnectionsDeps,
  ctx: RequestContext,
  id: string,
): Promise<PersonLogin> {
  const { name } = await requireUsable(deps, ctx, id);
  const login = await deps.logins.loginOf({ orgId: ctx.orgId, id });
  if (!login) throw loginNotOffered(name);
  return login;
}

async function explained<T>(
  { clock }: ConnectionsDeps,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainLogin(error, clock.now());
  }
}
