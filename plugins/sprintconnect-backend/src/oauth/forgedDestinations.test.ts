import { fixedClock } from '../__testUtils__/fixedClock';
import { createEgress } from '../egress';
import {
  forgedDestinations,
  hostileResolve,
  startWitness,
} from '../egress/__testUtils__/forgedDestinations';
import { failureOf } from './__testUtils__/failureOf';
import { type Answer, startSite } from './__testUtils__/startSite';
import { createMetadata } from './metadata/createMetadata';
import { createClientTokens } from './tokens/createClientTokens';
import type { Asker } from './tokens/requestToken';

const RESOURCE = '/.well-known/oauth-protected-resource/mcp';
const ISSUER = '/.well-known/oauth-authorization-server';
const signal = new AbortController().signal;

/** How a destination comes to be asked for, and what an honest site has to say until then. */
interface Place {
  named: (url: string, site: string) => Partial<Asker>;
  pages: (url: string, site: string) => Record<string, Answer>;
}

const atServer = (_url: string, site: string) => ({ serverUrl: `${site}/mcp` });
const places: Record<string, Place> = {
  'the token endpoint of a credential': {
    named: url => ({ tokenEndpoint: url }),
    pages: () => ({}),
  },
  'the issuer of a credential (RFC 8414)': {
    named: url => ({ issuer: url }),
    pages: () => ({}),
  },
  'the server itself (RFC 9728)': {
    named: url => ({ serverUrl: url }),
    pages: () => ({}),
  },
  'the metadata that a challenge names (RFC 9728)': {
    named: atServer,
    pages: url => ({
      '/mcp': {
        status: 401,
        headers: {
          'www-authenticate': `Bearer resource_metadata="${encodeURI(url).replaceAll(/["\\]/g, '\\$&')}"`,
        },
      },
    }),
  },
  'the issuer that a server names': {
    named: atServer,
    pages: (url, site) => ({
      [RESOURCE]: {
        body: { resource: `${site}/mcp`, authorization_servers: [url] },
      },
    }),
  },
  'the token endpoint that an issuer names': {
    named: (_url, site) => ({ issuer: site }),
    pages: (url, site) => ({
      [ISSUER]: { body: { issuer: site, token_endpoint: url } },
    }),
  },
};

/** One question for a token, by an egress that reaches the site and what is public. */
async function askAt(
  place: Place,
  url: string,
  reached: { site: Awaited<ReturnType<typeof startSite>>; late?: boolean },
) {
  const { site, late } = reached;
  const { port } = new URL(site.url);
  const egress = createEgress({
    allow: [{ host: '127.0.0.1', ports: [Number(port)] }],
    resolve: hostileResolve({ answersLate: late }),
  });
  const clock = fixedClock();
  const metadata = createMetadata({ egress, clock });
  const tokens = createClientTokens(
    { egress, clock, metadata },
    undefined as never,
  );
  Object.assign(site.pages, { [RESOURCE]: undefined, [ISSUER]: undefined });
  Object.assign(site.pages, {
    '/mcp': undefined,
    ...place.pages(url, site.url),
  });
  try {
    return await tokens.triedToken(
      {
        orgId: 'acme',
        environment: 'production',
        clientId: 'robot',
        authentication: { method: 'client_secret_post' },
        openSecret: async () => 'MARK-secret',
        serverUrl: 'https://tools.example/mcp',
        resource: 'send',
        ...place.named(url, site.url),
      },
      { signal },
    );
  } finally {
    await egress.close();
  }
}

describe.each(Object.entries(places))('%s', (_name, place) => {
  it.each([
    ['as they are', false],
    ['rebound before', true],
  ])('leads nowhere: forged URLs %s', async (_how, late) => {
    const { port, seen } = await startWitness();
    const site = await startSite();
    const passed: string[] = [];
    let count = 0;
    const all = forgedDestinations(port);
    // What does not rebind is no other thing the second time.
    const asked = late ? all.filter(({ seen: when }) => when === 'late') : all;
    for (const { what, url } of asked) {
      // OAuth wants https of all but this machine, so that egress judges each of them only by that.
      for (const each of new Set([url, url.replace(/^http:/, 'https:')])) {
        count += 1;
        await askAt(place, each, { site, late }).then(
          () => passed.push(`${what}: ${each}`),
          () => {},
        );
      }
    }
    expect(passed).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(late ? 2 * asked.length : 500);
    expect(seen.connections).toBe(0);
    expect(JSON.stringify(site.seen)).not.toContain('MARK-secret');
  });
});

it('ask where they are honest, and refuse the rest for where it leads', async () => {
  const site = await startSite();
  site.pages['/token'] = {
    body: { access_token: 'good', token_type: 'Bearer' },
  };
  const endpoint = `${site.url}/token`;
  for (const name of [
    'the token endpoint of a credential',
    'the token endpoint that an issuer names',
  ]) {
    const got = await askAt(places[name], endpoint, { site });
    expect(got.text).toBe('good');
  }
  for (const place of Object.values(places)) {
    const asked = askAt(place, 'https://10.0.0.1/as', { site });
    const error = await failureOf(asked);
    expect(error.message).toContain('a private address');
  }
});
