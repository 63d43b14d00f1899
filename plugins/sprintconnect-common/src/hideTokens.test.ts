import { hideTokens } from './hideTokens';

it.each([
  ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END', '[redacted]'],
  [`a sck_${'a'.repeat(20)} b`, 'a [redacted] b'],
  ['x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc y', 'x [redacted] y'],
  ['Authorization: Basic YWRhOnB3', 'Authorization: Basic [redacted]'],
  ['postgres://ada:pw@db/x', 'postgres://[redacted]@db/x'],
  [`sk-${'a'.repeat(24)}`, '[redacted]'],
  ['AKIAABCDEFGHIJKLMNOP.', '[redacted].'],
])('hides the secret in %j', (text, hidden) => {
  expect(hideTokens(text)).toBe(hidden);
});

it.each(['a basic idea', 'mail ada@example.org', 'https://a.example/b@c'])(
  'leaves %j',
  text => {
    expect(hideTokens(text)).toBe(text);
  },
);
