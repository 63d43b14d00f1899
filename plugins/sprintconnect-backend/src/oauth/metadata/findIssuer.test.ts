import { failureOf } from '../__testUtils__/failureOf';
import { loopbackEgress } from '../__testUtils__/loopbackEgress';
import { startSite } from '../__testUtils__/startSite';
import { createMetadata } from './createMetadata';
import { secureUrlOf } from './secureUrlOf';

const OAUTH = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
const asker = { orgId: 'default', environment: 'production' };
const clock = { now: () => new Date() };

async function world() {
  const site = await startSite();
  const metadata = createMetadata({ egress: loopbackEgress(), clock });
  const document = (issuer: string, more: object = {}) => ({
    body: { issuer, token_endpoint: `${site.url}/token`, ...more },
  });
  return { site, document, metadata };
}

describe('findIssuer', () => {
  it.each([
    ['RFC 8414, path inserted', `${OAUTH}/tenant`, 1],
    ['OpenID, path inserted', `${OPENID}/tenant`, 2],
    ['OpenID, path appended', `/tenant${OPENID}`, 3],
  ])('finds it by %s', async (_how, place, asked) => {
    const { site, document, metadata } = await world();
    const issuer = `${site.url}/tenant`;
    site.pages[place] = document(issuer);
    expect((await metadata.issuerOf(asker, issuer)).token_endpoint).toBe(
      `${site.url}/token`,
    );
    expect(site.paths()).toEqual(
      [`${OAUTH}/tenant`, `${OPENID}/tenant`, `/tenant${OPENID}`].slice(
        0,
        asked,
      ),
    );
  });

  it('asks an issuer without a path at two places, and remembers', async () => {
    const { site, document, metadata } = await world();
    site.pages[OPENID] = document(site.url);
    await metadata.issuerOf(asker, site.url);
    await metadata.issuerOf(asker, site.url);
    expect(site.paths()).toEqual([OAUTH, OPENID]);
  });

  it.each([
    ['another host', 'https://login.example'],
    ['another path', '/other'],
    ['a slash more', '/tenant/'],
    ['another case', '/Tenant'],
    ['one above', ''],
    ['nobody', undefined],
    ['a number', 7],
  ])('uses no document of %s', async (_what, said) => {
    const { site, document, metadata } = await world();
    const isPath = typeof said === 'string' && !said.startsWith('https');
    const issuer = isPath ? site.url + said : said;
    site.pages[`${OAUTH}/tenant`] = document(issuer as string);
    const error = await failureOf(
      metadata.issuerOf(asker, `${site.url}/tenant`),
    );
    expect(error.code).toBe('authorization-server-invalid');
    expect(error.message).toMatch(/RFC 8414, section 3\.3/);
  });

  it('takes a host with and without the slash after it for the same', async () => {
    const { site, document, metadata } = await world();
    site.pages[OAUTH] = document(`${site.url}/`);
    expect((await metadata.issuerOf(asker, site.url)).issuer).toBe(
      `${site.url}/`,
    );
  });

  it('passes over a document of another issuer where the next place has its own', async () => {
    const { site, document, metadata } = await world();
    site.pages[`${OAUTH}/tenant`] = document(site.url);
    site.pages[`/tenant${OPENID}`] = document(`${site.url}/tenant`);
    const found = await metadata.issuerOf(asker, `${site.url}/tenant`);
    expect(found.issuer).toBe(`${site.url}/tenant`);
  });

  it.each<[string, object, RegExp]>([
    [
      'without a token endpoint',
      { token_endpoint: undefined },
      /no token endp/,
    ],
    [
      'with one in the clear',
      { token_endpoint: 'http://a.example/t' },
      /https/,
    ],
    ['with another scheme', { token_endpoint: 'file:///etc' }, /https/],
    [
      'with a password',
      { token_endpoint: 'https://a:b@c.example' },
      /password/,
    ],
    [
      'with a script to log in',
      { authorization_endpoint: ['javascript', 'alert(1)'].join(':') },
      /https/,
    ],
    [
      'that revokes in the clear',
      { revocation_endpoint: 'http://a.example' },
      /https/,
    ],
    [
      'that registers nowhere',
      { registration_endpoint: 'nowhere' },
      /no valid/,
    ],
  ])('refuses metadata %s', async (_what, more, words) => {
    const { site, document, metadata } = await world();
    site.pages[OAUTH] = document(site.url, more);
    const error = await failureOf(metadata.issuerOf(asker, site.url));
    expect(error.code).toBe('authorization-server-invalid');
    expect(error.message).toMatch(words);
  });

  it.each([
    'http://login.example',
    'https://login.example/?tenant=1',
    'https://login.example/#x',
    'login',
    '',
  ])('asks no issuer that is none: %s', async issuer => {
    const { site, metadata } = await world();
    const error = await failureOf(metadata.issuerOf(asker, issuer));
    expect(error.code).toBe('authorization-server-invalid');
    expect(site.seen).toEqual([]);
  });

  it.each([500, 503, 429])('says that it is away (HTTP %i)', async status => {
    const { site, document, metadata } = await world();
    site.pages[OAUTH] = { status };
    site.pages[OPENID] = document(site.url);
    const error = await failureOf(metadata.issuerOf(asker, site.url));
    expect(error.code).toBe('authorization-server-unavailable');
  });

  it('follows no redirect to another origin', async () => {
    const { site, document, metadata } = await world();
    const other = await startSite();
    other.pages['/'] = document(site.url);
    site.pages[OAUTH] = {
      status: 302,
      headers: { location: `${other.url}/` },
    };
    const error = await failureOf(metadata.issuerOf(asker, site.url));
    expect(error.code).toBe('authorization-server-invalid');
    expect(other.seen).toEqual([]);
  });

  it('says who cannot be reached', async () => {
    const { site, metadata } = await world();
    await site.close();
    const error = await failureOf(metadata.issuerOf(asker, site.url));
    expect(error.code).toBe('authorization-server-unavailable');
    expect(error.message).toContain(site.url);
  });
});

describe('secureUrlOf', () => {
  it.each([
    'https://login.example/a',
    'http://127.0.0.1:8080/a',
    'http://localhost/a',
    'http://[::1]/a',
  ])('takes %s', url => {
    expect(secureUrlOf(url, 'It').href).toBe(url);
  });

  it.each([
    'http://login.example',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'http://10.0.0.1',
    'ftp://login.example',
    'https://user@login.example',
    'https://:password@login.example',
    '//login.example',
    7,
    undefined,
  ])('refuses %s', url => {
    expect(() => secureUrlOf(url, 'It')).toThrow(/^It /);
  });
});
