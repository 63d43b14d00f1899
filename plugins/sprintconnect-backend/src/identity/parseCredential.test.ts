import { hashOf, mintApiKey } from './keys/apiKeyText';
import { parseCredential } from './parseCredential';

const { secret, prefix } = mintApiKey();
const jwt = (payload: string) =>
  `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;
const parse = (authorization?: string) =>
  parseCredential({ headers: { authorization }, rawHeaders: [] });

describe('a credential', () => {
  it.each<[string, string, object]>([
    ['an API key', secret, { kind: 'api-key', prefix }],
    ['an API key cut short', secret.slice(0, -1), { kind: 'api-key' }],
    [
      'what begins like a key and is made like a JWT',
      'sck_a.b.c',
      { kind: 'api-key' },
    ],
    ['a JWT', jwt('{"iss":"a"}'), { kind: 'jwt', issuer: 'a' }],
    ['a JWT of nobody', jwt('{}'), { kind: 'jwt', issuer: '' }],
    [
      'a JWT whose issuer is no text',
      jwt('{"iss":1}'),
      { kind: 'jwt', issuer: '' },
    ],
    ['a JWT without JSON', jwt('a'), { kind: 'opaque' }],
    ['any text', 'nonsense', { kind: 'opaque' }],
  ])('is %s', (_name, token, kind) => {
    expect(parse(`Bearer ${token}`)).toEqual({
      scheme: 'Bearer',
      token,
      digest: hashOf(token),
      ...kind,
    });
  });

  it.each([undefined, 'Basic YTpi'])('is none in %j', authorization => {
    expect(parse(authorization)).toBeUndefined();
  });
});
