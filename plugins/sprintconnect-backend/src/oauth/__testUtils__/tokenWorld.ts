import {
  fixedClock,
  openTestDatabase,
  type TestDatabaseId,
} from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { ClientCredentials, Database, Egress } from '../../ports';
import { openTestSecrets } from '../../secrets/__testUtils__/openTestSecrets';
import { createOauth } from '../createOauth';
import { loopbackEgress } from './loopbackEgress';
import { plainOauth } from './testOauth';
import { type Answer, type Came, startSite } from './startSite';

/** What no message, row or log may have. */
export const SECRET = 'MARK-secret-of-the-client';
export const SERVER_URL = 'https://tools.example/mcp';

/** An authorization server that numbers its tokens, a database, and instances of the slice that share it. */
export async function tokenWorld(
  options: { id?: TestDatabaseId; lifetimeS?: number; egress?: Egress } = {},
) {
  const site = await startSite();
  const database: Database = await openTestDatabase(options);
  const clock = fixedClock();
  const { vault } = await openTestSecrets(database);
  let given = 0;
  const give = (more: object = {}): Answer => ({
    body: {
      access_token: `MARK-token-${++given}`,
      token_type: 'Bearer',
      expires_in: options.lifetimeS ?? 600,
      ...more,
    },
  });
  site.pages['/token'] = () => give();
  const instance = () => {
    const oauth = createOauth({
      ...{ ...plainOauth, clock, database, vault },
      egress: options.egress ?? loopbackEgress(),
    });
    closedAfterTest({ close: () => oauth.stop?.() });
    return { ...oauth.tokens, stop: oauth.stop!, prune: oauth.prunes![0] };
  };
  const client = (
    more: Partial<ClientCredentials> = {},
  ): ClientCredentials => ({
    orgId: 'acme',
    credentialId: 'c1',
    version: 1,
    clientId: 'robot',
    authentication: { method: 'client_secret_post' },
    openSecret: async () => SECRET,
    serverUrl: SERVER_URL,
    tokenEndpoint: `${site.url}/token`,
    resource: 'send',
    ...more,
  });
  /** What the token endpoint was asked, in order. */
  const asked = () =>
    site.seen
      .filter(({ path }) => path === '/token')
      .map((came: Came) => ({ ...came, form: new URLSearchParams(came.body) }));
  /** The tokens that are kept, in the order in which they were given. */
  const kept = async (): Promise<string[]> => {
    const sealed = await database.reader('secrets').select();
    const opened = sealed.map(row =>
      vault.open({
        ...{ orgId: row.org_id, holder: row.holder },
        ...{ field: row.field, version: Number(row.version) },
      }),
    );
    return (await Promise.all(opened)).sort();
  };
  const rows = () => database.reader('oauth_tokens').select();
  return {
    site,
    database,
    clock,
    vault,
    give,
    instance,
    client,
    asked,
    rows,
    kept,
  };
}
