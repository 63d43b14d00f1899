import { failureOf } from '../__testUtils__/failureOf';
import { loopbackEgress } from '../__testUtils__/loopbackEgress';
import { startSite } from '../__testUtils__/startSite';
import { coversUrl } from './coversUrl';
import { createMetadata } from './createMetadata';
import { metadataUrlIn } from './metadataUrlIn';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
const ISSUER = 'https://login.example';
const asker = { orgId: 'default', environment: 'production' };
const clock = { now: () => new Date() };

async function world() {
  const site = await startSite();
  const metadata = createMetadata({ egress: loopbackEgress(), clock });
  const document = (resource: string, more: object = {}) => ({
    body: {
      resource: `${site.url}${resource}`,
      authorization_servers: [ISSUER],
      ...more,
    },
  });
  const challenge = (url: string) => ({
    status: 401,
    headers: { 'www-authenticate': `Bearer resource_metadata="${url}"` },
  });
  const find = (path = '/mcp') =>
    metadata.resourceOf(asker, new URL(`${site.url}${path}`));
  return { site, document, challenge, find };
}

describe('findResource', () => {
  it('reads what the challenge names, and asks nobody else', async () => {
    const { site, document, challenge, find } = await world();
    site.pages['/mcp'] = challenge(`${site.url}/about`);
    site.pages['/about'] = document('/mcp', { scopes_supported: ['read', 7] });
    expect(await find()).toEqual({
      resource: `${site.url}/mcp`,
      issuers: [ISSUER],
      scopes: ['read'],
    });
    expect(site.paths()).toEqual(['/mcp', '/about']);
  });

  it('asks at the well-known address with the path, then at that of the root', async () => {
    const { site, document, find } = await world();
    site.pages[WELL_KNOWN] = document('');
    expect((await find()).issuers).toEqual([ISSUER]);
    expect(site.paths()).toEqual(['/mcp', `${WELL_KNOWN}/mcp`, WELL_KNOWN]);
  });

  it('passes over a page that is no document, and a challenge that leads nowhere', async () => {
    const { site, document, challenge, find } = await world();
    site.pages['/mcp'] = challenge(`${site.url}/gone`);
    site.pages[`${WELL_KNOWN}/mcp`] = { body: '<html>Welcome</html>' };
    site.pages[WELL_KNOWN] = document('/');
    expect((await find()).issuers).toEqual([ISSUER]);
  });

  it('remembers what it read', async () => {
    const { site, document, find } = await world();
    site.pages[`${WELL_KNOWN}/mcp`] = document('/mcp');
    await find();
    const asked = site.seen.length;
    await find();
    expect(site.seen).toHaveLength(asked);
  });

  it.each<[string, object, RegExp]>([
    ['another server', { resource: 'https://bank.example/mcp' }, /not for/],
    ['a sibling', { resource: '/mcp-2' }, /not for/],
    ['one below', { resource: '/mcp/deeper' }, /not for/],
    ['nothing', { resource: undefined }, /no valid URL/],
    ['a plain address', { resource: 'http://tools.example/mcp' }, /https/],
    ['nobody', { authorization_servers: [] }, /names no authorization server/],
    ['no list', { authorization_servers: ISSUER }, /names no/],
  ])(
    'refuses a document that is for %s, and asks nobody after it',
    async (_what, more, words) => {
      const { site, document, find } = await world();
      const own = document('/mcp', more);
      const { resource } = own.body;
      if (resource?.startsWith('/')) own.body.resource = site.url + resource;
      site.pages[`${WELL_KNOWN}/mcp`] = own;
      site.pages[WELL_KNOWN] = document('');
      const error = await failureOf(find());
      expect(error.code).toBe('authorization-server-invalid');
      expect(error.message).toMatch(words);
      expect(site.paths()).not.toContain(WELL_KNOWN);
    },
  );

  it('does not follow a challenge to where egress may not go, or in the clear', async () => {
    const { site, challenge, find } = await world();
    site.pages['/mcp'] = challenge('http://169.254.169.254/latest');
    expect((await failureOf(find())).message).toMatch(/must have an https URL/);
    site.pages['/mcp'] = challenge('https://169.254.169.254/latest');
    expect((await failureOf(find())).code).toBe('authorization-server-invalid');
  });

  it('says so where no server says whom it trusts', async () => {
    const { find } = await world();
    const error = await failureOf(find());
    expect(error.code).toBe('authorization-server-invalid');
    expect(error.message).toMatch(/Name the issuer or the token endpoint/);
  });

  it('stops at a server that fails, because what it would have said is not known', async () => {
    const { site, document, find } = await world();
    site.pages[`${WELL_KNOWN}/mcp`] = { status: 503 };
    site.pages[WELL_KNOWN] = document('');
    expect((await failureOf(find())).code).toBe(
      'authorization-server-unavailable',
    );
    site.pages[`${WELL_KNOWN}/mcp`] = document('/mcp');
    expect((await find()).issuers).toEqual([ISSUER]);
  });

  it('reads no document without end', async () => {
    const { site, find } = await world();
    site.pages[`${WELL_KNOWN}/mcp`] = { body: 'x'.repeat(300 * 1024) };
    const error = await failureOf(find());
    expect(error.code).toBe('authorization-server-invalid');
  });
});

describe('coversUrl', () => {
  it.each([
    ['https://a.example/mcp', 'https://a.example/mcp', true],
    ['https://a.example/mcp/', 'https://a.example/mcp', true],
    ['https://a.example', 'https://a.example/mcp', true],
    ['https://a.example/mcp', 'https://a.example/mcp/v1?x=1', true],
    ['https://a.example/mcp', 'https://a.example/mcp2', false],
    ['https://a.example/mcp/v1', 'https://a.example/mcp', false],
    ['https://a.example:8443/mcp', 'https://a.example/mcp', false],
    ['http://a.example/mcp', 'https://a.example/mcp', false],
    ['https://b.example/mcp', 'https://a.example/mcp', false],
    ['https://a.example/mcp?x=1', 'https://a.example/mcp?x=1', true],
    ['https://a.example/mcp?x=1', 'https://a.example/mcp?x=2', false],
  ])('%s covers %s: %s', (resource, server, expected) => {
    expect(coversUrl(new URL(resource), new URL(server))).toBe(expected);
  });
});

describe('metadataUrlIn', () => {
  it.each([
    ['Bearer resource_metadata="https://a.example/x"', 'https://a.example/x'],
    [
      'Bearer realm="a, b", resource_metadata=https://a.example/x',
      'https://a.example/x',
    ],
    [
      'Basic realm="x", Bearer Resource_Metadata = "https://a.example/x", error="e"',
      'https://a.example/x',
    ],
    [
      'Bearer resource_metadata="https://a.example/\\"x"',
      'https://a.example/"x',
    ],
    ['Bearer', undefined],
    [null, undefined],
  ])('%s', (challenge, expected) => {
    expect(metadataUrlIn(challenge)).toBe(expected);
  });
});
