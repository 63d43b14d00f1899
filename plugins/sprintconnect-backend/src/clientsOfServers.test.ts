import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as jose from 'jose';
import { startForecastServer } from 'upstream';
import {
  createRecorders,
  fixedClock,
  openTestDatabase,
  startLoopbackUpstream,
  testAuthorizer,
  testContext,
} from './__testUtils__';
import { closedAfterTest } from './__testUtils__/closedAfterTest';
import { openTestCredentials } from './__testUtils__/openTestCredentials';
import { createCursors, createIdempotency } from './http';
import { createOauth } from './oauth';
import { loopbackEgress } from './oauth/__testUtils__/loopbackEgress';
import {
  ODD_ID,
  ODD_SECRET,
  startProvider,
} from './oauth/__testUtils__/startProvider';
import { plainOauth } from './oauth/__testUtils__/testOauth';
import type { TokenSource } from './ports';

const ctx = testContext();
const secret = Buffer.alloc(32, 1);

beforeAll(() => {
  // The authorization server of the tests says that it is none for production.
  for (const level of ['warn', 'info'] as const) {
    jest.spyOn(console, level).mockImplementation(() => {});
  }
});
afterAll(() => jest.restoreAllMocks());

/** A real MCP server behind a door that opens to JWT access tokens of one issuer, for it alone, and that may forget what it accepted. */
async function startGuardedServer() {
  const forecast = closedAfterTest(await startForecastServer());
  const seen: string[] = [];
  const refused = new Set<string>();
  let accepts: (token: string) => Promise<unknown> = async () => {
    throw new Error('nobody yet');
  };
  const door = createServer(async (req, res) => {
    const token = (req.headers.authorization ?? '').replace(/^Bearer /, '');
    try {
      if (refused.has(token)) throw new Error('revoked');
      await accepts(token);
    } catch {
      res.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      return;
    }
    seen.push(token);
    const { method, headers } = req;
    const onward = request(
      `http://127.0.0.1:${forecast.port}${req.url}`,
      { method, headers },
      answer => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  });
  await new Promise<void>(done => door.listen(0, '127.0.0.1', done));
  closedAfterTest({
    close: () => {
      door.closeAllConnections();
      return new Promise(done => door.close(done));
    },
  });
  const { port } = door.address() as AddressInfo;
  const path = new URL(forecast.url).pathname;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    seen,
    /** Accepts none of the tokens that it saw so far. */
    revoke: () => seen.forEach(token => refused.add(token)),
    accept: (judge: typeof accepts) => {
      accepts = judge;
    },
  };
}

async function world() {
  const server = await startGuardedServer();
  const provider = await startProvider([server.url]);
  const { issuer } = provider;
  const keys = jose.createRemoteJWKSet(new URL(`${issuer}/jwks`));
  server.accept(token =>
    jose.jwtVerify(token, keys, { issuer, audience: server.url }),
  );
  const database = await openTestDatabase();
  const clock = fixedClock(new Date().toISOString());
  const recorders = createRecorders();
  const built: { tokens?: TokenSource } = {};
  const { ofServers, source, vault } = await openTestCredentials({
    ...{ ...recorders, database, clock, authorizer: testAuthorizer() },
    cursors: createCursors(secret),
    idempotency: createIdempotency({ database, clock, secret }),
    notifier: { notify: async () => true },
    logger: { warn: () => {} },
    tokens: {
      clientToken: (...asked) => built.tokens!.clientToken(...asked),
      triedToken: (...asked) => built.tokens!.triedToken(...asked),
      forget: (...asked) => built.tokens!.forget(...asked),
    },
  });
  const oauth = createOauth({
    ...{ ...plainOauth, clock, database, vault },
    egress: loopbackEgress(),
  });
  built.tokens = oauth.tokens;
  const { upstream } = closedAfterTest(
    startLoopbackUpstream({ credentials: source }),
  );
  const remotes = [{ type: 'streamable-http' as const, url: server.url }];
  const give = async (given: object) => {
    const prepared = await ofServers.prepare(ctx, {
      ...{ given: given as never, serverId: 's1', remotes },
    });
    await database.transaction(tx =>
      ofServers.give(tx, ctx, { serverId: 's1', prepared }),
    );
    return prepared.id;
  };
  const toolsOf = async (credentialRef?: string) => {
    const target = {
      ...{ orgId: ctx.orgId, serverId: 's1', environment: 'production' },
      ...{ remotes, credentialRef },
    };
    const { signal } = new AbortController();
    const channel = await upstream.openChannel(target, {
      ...{ signal, clientCapabilities: {} },
    });
    closedAfterTest(channel);
    const list = async () => {
      const answer = await channel.request(
        { method: 'tools/list', params: {} },
        {
          ...{ signal, clientCapabilities: {}, timeoutMs: 30_000 },
          resultBytesMax: 1024 * 1024,
        },
      );
      return JSON.stringify(answer);
    };
    return list;
  };
  return { server, ...provider, database, give, toolsOf, recorders };
}

it.each([
  [
    'client_secret_basic',
    { clientId: ODD_ID, clientSecret: ODD_SECRET, scopes: ['read'] },
  ],
  ['client_secret_post', { clientId: 'posts', clientSecret: ODD_SECRET }],
  ['private_key_jwt', { clientId: 'signs', keyId: 'k1' }],
])('a server is asked with a token got by %s', async (method, more) => {
  const { server, issuer, give, toolsOf, privateKey, database, recorders } =
    await world();
  const ref = await give({
    ...{ type: 'oauth-client-credentials', issuer, ...more },
    clientAuthentication: method,
    ...(method === 'private_key_jwt' && { privateKey }),
  });
  const list = await toolsOf(ref);
  expect(await list()).toContain('forecast');
  const [token] = server.seen;
  expect(new Set(server.seen)).toEqual(new Set([token]));
  expect(jose.decodeJwt(token).client_id).toBe(more.clientId);
  const tables = ['oauth_tokens', 'secrets', 'credentials'];
  const rows = await Promise.all(tables.map(each => database.reader(each)));
  const kept = JSON.stringify([rows, recorders.entries, recorders.events]);
  for (const hidden of [token, ODD_SECRET, privateKey.slice(60, 100)]) {
    expect(kept).not.toContain(hidden);
  }
});

it('a token that the server refuses is replaced once, in the middle of a channel', async () => {
  const { server, issuer, give, toolsOf } = await world();
  const ref = await give({
    ...{ type: 'oauth-client-credentials', issuer, clientId: 'posts' },
    ...{ clientAuthentication: 'client_secret_post' },
    clientSecret: ODD_SECRET,
  });
  const list = await toolsOf(ref);
  await list();
  const before = new Set(server.seen);
  server.revoke();
  expect(await list()).toContain('forecast');
  expect(before.has(server.seen.at(-1)!)).toBe(false);
  server.revoke();
  await expect(list()).rejects.toMatchObject({ code: 'auth' });
});

it('what the authorization server refuses is told, and nothing is sent to the server', async () => {
  const { server, issuer, give, toolsOf } = await world();
  const ref = await give({
    ...{ type: 'oauth-client-credentials', issuer, clientId: 'posts' },
    ...{ clientAuthentication: 'client_secret_post' },
    clientSecret: 'MARK-wrong',
  });
  const error = await toolsOf(ref).catch(each => each);
  expect(error).toMatchObject({ code: 'credential', neverRan: true });
  expect(error.message).toContain('invalid_client');
  expect(error.message).not.toContain('MARK');
  expect(server.seen).toEqual([]);
});
