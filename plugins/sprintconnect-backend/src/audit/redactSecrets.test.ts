import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { redactSecrets, redactText } from './redactSecrets';

const alphabet = [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-',
];
const letters = (minLength: number, maxLength = minLength) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength, maxLength })
    .map(all => all.join(''));

/** Secrets of each kind that we know, as [what must not be kept, how it stands in a text]. */
const secret = fc.oneof(
  letters(43).map(text => [text, `sck_${text}`]),
  letters(43).map(text => [text, `Bearer ${text}`]),
  letters(20, 60).map(text => [text, `eyJhbGciOiJFUzI1NiJ9.${text}.${text}`]),
  letters(64).map(text => [
    text,
    `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`,
  ]),
  letters(20).map(text => [text, `https://user:${text}@example.com/x`]),
);

/** Wraps a value in objects and arrays. */
const nested = fc.array(
  fc.oneof(fc.constant(undefined), fc.string({ maxLength: 8 })),
  { maxLength: 9 },
);
const wrap = (value: unknown, keys: (string | undefined)[]) =>
  keys.reduce<unknown>(
    (inner, key) => (key === undefined ? [1, inner] : { z: 1, [key]: inner }),
    value,
  );

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0;
}

it('keeps no secret, wherever it stands', () => {
  fc.assert(
    fc.property(
      secret,
      nested,
      fc.string({ maxLength: 50 }),
      ([hidden, text], keys, around) => {
        const value = wrap(`${around} ${text} ${around}`, keys);
        expect(JSON.stringify(redactSecrets(value))).not.toContain(hidden);
      },
    ),
  );
});

it('keeps nothing under the key of a secret, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'secret',
        'clientSecret',
        'client_secret',
        'accessToken',
        'Authorization',
        'password',
        'apiKey',
        'x-api-key',
        'Set-Cookie',
        'private_key',
      ),
      fc.oneof(letters(8), fc.array(letters(8)), fc.integer()),
      nested,
      (key, value, keys) => {
        const outer = keys.slice(0, 4);
        const kept = JSON.stringify(
          redactSecrets(wrap({ [key]: value }, outer)),
        );
        expect(kept).toContain('[redacted]');
        const hidden = [value].flat().filter(part => String(part).length > 7);
        for (const part of hidden) expect(kept).not.toContain(String(part));
      },
    ),
  );
});

it('gives what JSON, RFC 8785 and the databases can carry, bounded, and the same again', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withDate: true, maxDepth: 9 }),
      value => {
        const kept = redactSecrets(value);
        expect(depthOf(kept)).toBeLessThanOrEqual(7);
        const text = canonicalize(kept)!;
        expect(text).not.toContain('\\u0000');
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(kept)));
        expect(canonicalize(redactSecrets(JSON.parse(text)))).toBe(text);
      },
    ),
  );
});

it('bounds size', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [
      `k${index}`,
      Array.from({ length: 500 }, () => 'x'.repeat(5_000)),
    ]),
  );
  expect(JSON.stringify(redactSecrets(wide)).length).toBeLessThan(1_200_000);
  expect(redactText('x'.repeat(100_000))).toHaveLength(1_005);
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  expect(depthOf(redactSecrets(cyclic))).toBe(6);
});

it('keeps what only names a secret', () => {
  const names = {
    credentialRef: 'vault-1',
    keyPrefix: 'sck_ab12cd34',
    tokenId: 'a',
    hasSecret: true,
    requestId: 'r',
  };
  expect(redactSecrets(names)).toEqual(names);
});
