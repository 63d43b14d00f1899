import { v7 as uuid } from 'uuid';
import type {
  Credential,
  Remote,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type {
  CredentialSource,
  OutgoingCredential,
  RequestContext,
  Tx,
} from '../ports';
import {
  credentialOnTrial,
  createCredentialSource,
} from './createCredentialSource';
import type { CredentialDeps } from './CredentialDeps';
import { type CredentialRecord, isOwnRef } from './CredentialRecord';
import { destroyCredential, keepVersion } from './keepVersion';
import { originsOf } from './kinds/originOf';
import type { GivenCredential } from './kinds/SealedContent';
import {
  checkCredential,
  prepareCredential,
  type PreparedCredential,
} from './prepareCredential';
import { notUsable, otherOrigin } from './refusals';
import { toCredential } from './toCredential';

/** A server, as far as its credential depends on it. */
export type CredentialedServer = Pick<
  Server,
  'id' | 'environment' | 'remotes' | 'credentialRef'
>;

/** The credentials of servers, for whoever owns the servers. */
export interface ServerCredentials {
  /** Judges and seals what becomes the own one of a server, before the transaction. Throws problems, having kept nothing. */
  prepare(
    ctx: RequestContext,
    what: {
      given: GivenCredential;
      serverId: string;
      remotes: readonly Remote[];
    },
  ): Promise<PreparedCredential>;
  /** Keeps what was prepared. The server refers to it by its id. */
  give(
    tx: Tx,
    ctx: RequestContext,
    what: {
      serverId: string;
      prepared: PreparedCredential;
      overlapSeconds?: number;
    },
  ): Promise<CredentialRecord>;
  /** Destroys the own one of a server, if it has one. */
  takeAway(tx: Tx, ctx: RequestContext, serverId: string): Promise<void>;
  /**
   * Throws a 422 problem unless the server can use what it refers to: a shared one of that name, for its environment; and either kind only
   * where it leads to no other origin than those that the credential was given for.
   */
  requireFitting(
    tx: Tx,
    ctx: RequestContext,
    server: Omit<CredentialedServer, 'id'>,
  ): Promise<void>;
  /** What was kept for a server, for whoever gave it. */
  toOwner(record: CredentialRecord): Credential;
  /** What a server refers to, if it is there. */
  show(
    ctx: RequestContext,
    server: CredentialedServer,
    seen: { mayManage: (isShared: boolean) => boolean },
  ): Promise<Credential | undefined>;
  /** A credential for one connection test. It is kept nowhere. Throws as {@link ServerCredentials.prepare} does. */
  onTrial(
    ctx: RequestContext,
    what: {
      given: GivenCredential;
      remotes: readonly Remote[];
      environment?: string;
    },
  ): Promise<OutgoingCredential>;
}

/** The credentials of servers over their store and the vault. */
export function createServerCredentials(
  deps: CredentialDeps,
): ServerCredentials & CredentialSource {
  const { store, users } = deps;
  return {
    ...createCredentialSource(deps),
    async prepare(ctx, { given, serverId, remotes }) {
      const own = await store.findOwn(ctx, serverId);
      return prepareCredential(deps, ctx, {
        given,
        origins: originsOf(remotes),
        id: own?.id ?? uuid(),
        version: (own?.version ?? 0) + 1,
        serverId,
      });
    },
    async give(tx, ctx, { serverId, prepared, overlapSeconds }) {
      const before = await store.lockOwn(tx, ctx, serverId);
      const first = { serverId };
      const change = { prepared, before, first, overlapSeconds };
      return keepVersion(tx, ctx, { deps, change });
    },
    async takeAway(tx, ctx, serverId) {
      const record = await store.lockOwn(tx, ctx, serverId);
      if (record) await destroyCredential(tx, ctx, { deps, record });
    },
    async requireFitting(tx, ctx, { credentialRef, environment, remotes }) {
      if (credentialRef === undefined) return;
      const record = isOwnRef(credentialRef)
        ? await store.findByRef(ctx, credentialRef, tx)
        : await store.holdByName(tx, ctx, credentialRef);
      const { environments = [environment], origins } = record ?? {};
      if (!origins || !environments.includes(environment)) {
        throw notUsable(credentialRef, environment);
      }
      const other = originsOf(remotes).find(each => !origins.includes(each));
      if (other !== undefined) throw otherOrigin(other, origins);
    },
    toOwner: record =>
      toCredential(record, {
        uses: 1,
        now: deps.clock.now(),
        mayManage: true,
      }),
    async show(ctx, server, { mayManage }) {
      const { credentialRef, id } = server;
      if (credentialRef === undefined) return undefined;
      const record = await store.findByRef(ctx, credentialRef);
      if (!record || (record.serverId ?? id) !== id) return undefined;
      const uses = await users.counts(ctx, [record]);
      return toCredential(record, {
        uses: uses.get(record.id) ?? 0,
        now: deps.clock.now(),
        mayManage: mayManage(record.name !== undefined),
      });
    },
    async onTrial(ctx, { given, remotes, environment }) {
      const origins = originsOf(remotes);
      await checkCredential(deps, ctx, { given, origins });
      const { orgId } = ctx;
      const content = { origins, given };
      return credentialOnTrial(deps, { orgId, environment, content });
    },
  };
}
