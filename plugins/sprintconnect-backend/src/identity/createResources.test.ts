import { createResources } from './createResources';
import {
  type IdentitySettings,
  identitySettingsSchema,
} from './credentials/IdentitySettings';

const URLS = {
  external: 'https://portal.example/api/sprintconnect',
  internal: 'http://10.0.0.1:7007/api/sprintconnect',
};
const signIn = {
  issuer: 'https://portal.example/api/auth',
  scopes: ['openid', 'offline_access'],
};
const issuers = (requireBinding?: 'dpop'): Partial<IdentitySettings> => ({
  issuers: identitySettingsSchema.parse({
    issuers: [{ issuer: 'https://id.example', audience: 'x', requireBinding }],
  }).issuers,
});
const settings = (changes: Partial<IdentitySettings> = {}) => ({
  ...identitySettingsSchema.parse({}),
  ...changes,
});
const at = (originalUrl: string) => ({ originalUrl });

describe('the resources', () => {
  it('are called what clients call them, not what the backend is called inside', () => {
    const { endpointOf, metadataUrlOf } = createResources(URLS, {
      settings: settings(),
    });
    const path = '/mcp/servers/production/weather';
    expect(endpointOf(at(`/api/sprintconnect${path}?resource=x`))).toBe(
      `${URLS.external}${path}`,
    );
    expect(endpointOf(at('/api/sprintconnect/v1/servers'))).toBeUndefined();
    expect(metadataUrlOf(at(`/api/sprintconnect${path}`))).toBe(
      `https://portal.example/.well-known/oauth-protected-resource/api/sprintconnect${path}`,
    );
  });

  it('have their metadata below our path where a proxy adds to it', () => {
    const external = 'https://portal.example/sub/api/sprintconnect';
    const { metadataUrlOf } = createResources(
      { ...URLS, external },
      { settings: settings() },
    );
    expect(metadataUrlOf(at('/api/sprintconnect/mcp'))).toBe(
      `${external}/.well-known/oauth-protected-resource/mcp`,
    );
  });

  it('name the portal first, with its scopes alone where no issuer knows ours', () => {
    const alone = createResources(URLS, { settings: settings(), signIn });
    expect(alone.metadataAt('/mcp')).toMatchObject({
      authorization_servers: [signIn.issuer],
      scopes_supported: signIn.scopes,
    });
    const both = createResources(URLS, {
      settings: settings(issuers()),
      signIn,
    });
    expect(both.metadataAt('/mcp')).toMatchObject({
      authorization_servers: [signIn.issuer, 'https://id.example'],
      scopes_supported: expect.arrayContaining([
        'offline_access',
        'mcp:servers:read',
      ]),
    });
    const none = createResources(URLS, { settings: settings() });
    expect(none.metadataAt('/mcp')).not.toHaveProperty('authorization_servers');
  });

  it('demand bound tokens only where nobody gives others', () => {
    const bound = settings(issuers('dpop'));
    const demands = (given: object) =>
      createResources(URLS, { settings: bound, ...given }).metadataAt('/mcp')
        ?.dpop_bound_access_tokens_required;
    expect(demands({})).toBe(true);
    expect(demands({ signIn })).toBe(false);
  });
});
