import { openEgressWorld } from '../egress/__testUtils__/openEgressWorld';
import { failureOf } from './__testUtils__/failureOf';
import { tokenWorld } from './__testUtils__/tokenWorld';

/** An authorization server that a rule keeps from servers of production. */
async function open() {
  const { egress, make } = await openEgressWorld();
  const world = await tokenWorld({ egress });
  const { port } = new URL(world.site.url);
  await make({
    action: 'deny',
    range: '127.0.0.1',
    ports: [Number(port)],
    environment: 'production',
  });
  const { clientToken, triedToken } = world.instance();
  const client = (more: object) => world.client({ orgId: 'default', ...more });
  return { ...world, client, clientToken, triedToken };
}

const byIssuer = (issuer: string) => ({ issuer, tokenEndpoint: undefined });
const byServer = (serverUrl: string) => ({
  serverUrl,
  tokenEndpoint: undefined,
});

it.each([
  ['a token endpoint', () => ({})],
  ['an issuer', byIssuer],
  ['a server', byServer],
])('asks no authorization server by %s that a rule denies', async (_by, of) => {
  const { site, client, clientToken, triedToken, rows } = await open();
  const denied = client({ environment: 'production', ...of(site.url) });
  const tried = triedToken(denied, { signal: new AbortController().signal });
  for (const refused of [clientToken(denied), tried]) {
    const error = await failureOf(refused);
    expect(error.code).toBe('authorization-server-invalid');
    expect(error.message).toContain('An egress rule');
  }
  expect(site.seen).toEqual([]);
  expect((await rows()).map(row => row.stamp)).toEqual([0]);
});

it('keeps what one environment may read from another', async () => {
  const { site, client, clientToken } = await open();
  site.pages['/.well-known/oauth-authorization-server'] = {
    body: { issuer: site.url, token_endpoint: `${site.url}/token` },
  };
  const of = (environment: string | undefined) =>
    client({ environment, scopes: [`${environment}`], ...byIssuer(site.url) });
  expect((await clientToken(of('development'))).text).toBe('MARK-token-1');
  const before = site.seen.length;
  for (const environment of ['production', undefined]) {
    const error = await failureOf(clientToken(of(environment)));
    expect(error.code).toBe('authorization-server-invalid');
  }
  expect(site.seen).toHaveLength(before);
});
