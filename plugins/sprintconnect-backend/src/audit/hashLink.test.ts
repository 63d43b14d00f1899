import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { hashLink } from './hashLink';

const said = { id: '1', orgId: 'default', at: '2026-11-22T12:00:00.000Z' };

it.each([
  ['nothing else', {}],
  ['texts that JSON escapes', { reason: 'a"b\\c\n\u2028\u0001/é😀' }],
  ['names in any order', { zulu: 'z', action: 'a', Meta: 'm' }],
  ['what no reader wrote', { é: 'e', '': 'empty', toString: 'text' }],
])('is over the canonical JSON of an entry with %s', (_what, more) => {
  for (const previous of [null, 'f'.repeat(64)]) {
    const entry = { ...said, ...more };
    const text = canonicalize({ version: 1, seq: 7, previous, entry });
    expect(hashLink({ said: entry, seq: 7, previous })).toBe(
      createHash('sha256').update(text!).digest('hex'),
    );
  }
});

it('takes half of a surrogate pair for what the database keeps of it', () => {
  const of = (reason: string) =>
    hashLink({ said: { ...said, reason }, seq: 1, previous: null });
  expect(of('a\ud800b')).toBe(of('a\ufffdb'));
  expect(of('a\ud83d\ude00b')).not.toBe(of('a\ufffdb'));
});
