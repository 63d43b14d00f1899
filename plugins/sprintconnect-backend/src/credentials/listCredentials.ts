import {
  type Credential,
  type CredentialQuery,
  type CredentialUse,
  type CredentialUseQuery,
  credentialSchema,
  credentialUseSchema,
  type Page,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readPage } from '../http';
import type { Judgement, RequestContext } from '../ports';
import type { CredentialDeps } from './CredentialDeps';
import { noSuchCredential } from './refusals';
import { toCredential } from './toCredential';

const FIELDS = Object.keys(credentialSchema.shape);
const USE_FIELDS = Object.keys(credentialUseSchema.shape);

/** One page of the shared credentials, by name. */
export async function listCredentials(
  { store, users, cursors, clock }: CredentialDeps,
  ctx: RequestContext,
  { query, mayManage }: { query: CredentialQuery; mayManage: boolean },
): Promise<Page<Partial<Credential>>> {
  let uses = new Map<string, number>();
  return readPage(cursors, ctx, {
    query,
    of: { of: 'credentials' },
    known: FIELDS,
    read: async ({ after, limit }) => {
      const name = after && String(after[0]);
      const records = await store.list(ctx, { after: name, limit });
      uses = await users.counts(ctx, records);
      return records;
    },
    toItem: record =>
      toCredential(record, {
        uses: uses.get(record.id) ?? 0,
        now: clock.now(),
        mayManage,
      }),
    placeOf: ({ name }) => [name as string],
    count: () => store.count(ctx),
  });
}

/** One page of the servers that use a shared credential and that the caller may see, by name. */
export async function listUses(
  { store, users, cursors }: CredentialDeps,
  ctx: RequestContext,
  request: { id: string; query: CredentialUseQuery; readable: Judgement },
): Promise<Page<Partial<CredentialUse>>> {
  const { id, query, readable } = request;
  const record = await store.find(ctx, id);
  if (!record) throw noSuchCredential();
  const { criteria: allowed } = readable;
  return readPage(cursors, ctx, {
    query,
    of: { of: 'credential-uses', id },
    known: USE_FIELDS,
    read: ({ after, limit }) =>
      users.list(ctx, {
        record,
        allowed,
        limit,
        after: after && { name: String(after[0]), id: String(after[1]) },
      }),
    toItem: server => credentialUseSchema.parse(server),
    placeOf: server => [server.name, server.id],
    count: () => users.count(ctx, { record, allowed }),
  });
}
