import { fixedClock } from '../../__testUtils__';
import { createKeySet, KeysUnavailable } from './createKeySet';

it('takes no keys that come in the clear where the issuer does not', async () => {
  const issuer = 'https://id.example';
  const asked: string[] = [];
  const keysOf = (jwksUri: string) =>
    createKeySet({
      issuer: { issuer },
      clock: fixedClock(),
      fetch: async url => {
        asked.push(String(url));
        return Response.json({ issuer, jwks_uri: jwksUri, keys: [] });
      },
    })({ alg: 'ES256', kid: 'a' }, { payload: '', signature: '' });
  await expect(keysOf('http://id.example/jwks')).rejects.toThrow(
    KeysUnavailable,
  );
  expect(asked.some(url => url.endsWith('/jwks'))).toBe(false);
  await expect(keysOf('https://id.example/jwks')).rejects.toMatchObject({
    code: 'ERR_JWKS_NO_MATCHING_KEY',
  });
  expect(asked.at(-1)).toBe('https://id.example/jwks');
});
