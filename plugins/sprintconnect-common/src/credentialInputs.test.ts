import {
  credentialInputSchema,
  credentialNameSchema,
} from './credentialInputs';
import { judge } from './judge';

const oauth = {
  type: 'oauth-client-credentials',
  clientId: 'weather',
  tokenEndpoint: 'https://login.example/token',
  clientAuthentication: 'client_secret_basic',
  clientSecret: 'hush',
};
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

it.each([
  { type: 'bearer', secret: 'abc.def-~+/=' },
  { type: 'bearer', secret: { ref: 'file:weather/token' } },
  { type: 'header', name: 'X-Api-Key', secret: 'two words' },
  { type: 'header', name: 'Authorization', secret: 'ApiKey abc' },
  { type: 'basic', username: 'ann', password: 'pässword: mit Punkt' },
  { type: 'mtls', certificate: PEM, privateKey: { ref: 'vault:kv/a#key' } },
  oauth,
  { ...oauth, tokenEndpoint: undefined, issuer: 'https://login.example' },
  {
    ...oauth,
    clientSecret: undefined,
    clientAuthentication: 'private_key_jwt',
    privateKey: '{"kty":"EC"}',
    algorithm: 'ES256',
    scopes: ['read', 'write:all'],
    resource: 'omit',
  },
])('takes %j', given => {
  expect(judge(credentialInputSchema, given).faults).toEqual([]);
});

it.each([
  ['type', { type: 'digest', secret: 'a' }],
  ['secret', { type: 'bearer', secret: '' }],
  ['secret', { type: 'bearer', secret: 'a\r\nX-Evil: 1' }],
  ['secret', { type: 'bearer', secret: 'two words' }],
  ['secret', { type: 'header', name: 'X-Key', secret: 'naïve' }],
  ['secret', { type: 'header', name: 'X-Key', secret: 'a\nb' }],
  ['name', { type: 'header', name: 'X Key', secret: 'a' }],
  ['name', { type: 'header', name: 'Host', secret: 'a' }],
  ['name', { type: 'header', name: 'mcp-session-id', secret: 'a' }],
  ['name', { type: 'header', name: 'Content-Length', secret: 'a' }],
  ['name', { type: 'header', name: 'x-forwarded-for', secret: 'a' }],
  ['username', { type: 'basic', username: 'a:b', password: 'c' }],
  ['privateKey', { type: 'mtls', certificate: PEM, privateKey: 'none' }],
  ['secret', { type: 'bearer', secret: { ref: '../etc/passwd' } }],
  ['issuer', { ...oauth, issuer: 'https://login.example' }],
  ['issuer', { ...oauth, tokenEndpoint: undefined }],
  ['clientSecret', { ...oauth, clientSecret: undefined }],
  ['privateKey', { ...oauth, privateKey: PEM }],
  ['privateKey', { ...oauth, clientAuthentication: 'private_key_jwt' }],
  ['scopes[0]', { ...oauth, scopes: ['two words'] }],
  ['expiresAt', { type: 'bearer', secret: 'a', expiresAt: 'tomorrow' }],
  ['rotateEveryDays', { type: 'bearer', secret: 'a', rotateEveryDays: 0 }],
])('refuses at %s what cannot be sent: %j', (path, given) => {
  const { faults } = judge(credentialInputSchema, given);
  expect(faults.map(each => each.path.replace(/\.ref$/, ''))).toContain(path);
});

it('says nothing of a secret in a fault', () => {
  const { faults } = judge(credentialInputSchema, {
    type: 'bearer',
    secret: 'hush\nhush',
  });
  expect(faults).toHaveLength(1);
  expect(JSON.stringify(faults)).not.toContain('hush');
});

it('has names of shared credentials that no ID of an own one can be', () => {
  const { success } = credentialNameSchema.safeParse('weather_Token-1');
  expect(success).toBe(true);
  for (const name of ['', 'a b', '0197f3b2-7c1e-7abc-8def-0123456789ab']) {
    expect(credentialNameSchema.safeParse(name).success).toBe(false);
  }
});
