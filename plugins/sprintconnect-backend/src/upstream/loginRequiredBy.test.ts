import { http } from './__testUtils__/openUpstream';
import { loginRequiredBy } from './loginRequiredBy';

const remote = http('https://tools.example/mcp?key=hidden');
const METADATA =
  'Bearer resource_metadata="https://tools.example/.well-known/oauth-protected-resource/mcp"';

describe('loginRequiredBy', () => {
  it.each<[number, string | undefined, boolean]>([
    [401, METADATA, true],
    [401, 'Bearer', true],
    [401, '  bearer error="invalid_token"', true],
    [401, 'DPoP algs="ES256"', true],
    [401, 'Basic realm="tools"', true],
    [401, undefined, false],
    [401, '', false],
    [401, '"no scheme"', false],
    [403, 'Bearer error="insufficient_scope", scope="tools"', true],
    [403, 'Bearer error=insufficient_scope', true],
    [403, METADATA, true],
    [403, 'Bearer', false],
    [403, 'Basic realm="tools"', false],
    [403, 'Bearer error="insufficient_scopes"', false],
    [403, undefined, false],
    [400, METADATA, false],
    [407, METADATA, false],
    [200, METADATA, false],
    [500, METADATA, false],
  ])('HTTP %i with %s: %s', (status, challenge, asks) => {
    const headers = new Headers(
      challenge === undefined ? {} : { 'www-authenticate': challenge },
    );
    const said = `This server asks for a login (HTTP ${status} at https://tools.example/mcp). Add a credential.`;
    const { code, message } =
      loginRequiredBy({ status, headers }, remote) ?? {};
    expect([code, message]).toEqual(
      asks ? ['login-required', said] : [undefined, undefined],
    );
  });
});
