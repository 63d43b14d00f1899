import { createCipheriv } from 'node:crypto';
import type { SecretPlace } from '../../ports';
import { contextOf } from './contextOf';
import { decrypt, encrypt } from './encrypt';
import {
  type Envelope,
  openEnvelope,
  parseEnvelope,
  rewrapEnvelope,
  sealEnvelope,
} from './envelope';
import { isKeyText } from './isKeyText';
import { KeyRing } from './KeyRing';
import type { KeyWrapper } from './KeyWrapper';
import { localWrapper } from './localWrapper';

const PLACE: SecretPlace = {
  orgId: 'default',
  holder: 'credential:1',
  field: 'token',
  version: 1,
};
const one = localWrapper('one', Buffer.alloc(32, 1));
const two = localWrapper('two', Buffer.alloc(32, 2));
const ring = new KeyRing([one, two]);

/** The same bytes of base64 with one bit turned over. */
function flipped(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = bytes[index]! ^ 1;
  return bytes.toString('base64');
}

it('does not open a text when a bit of any part is turned over', async () => {
  const sealed = await sealEnvelope(ring, PLACE, 'the secret');
  for (const part of ['wrapped', 'text'] as const) {
    const { length } = Buffer.from(sealed[part], 'base64');
    for (let at = 0; at < length; at += 1) {
      const envelope = { ...sealed, [part]: flipped(sealed[part], at) };
      await expect(
        openEnvelope(ring, { place: PLACE, envelope }),
      ).rejects.toMatchObject({ code: 'secret-damaged' });
    }
  }
});

it('does not open the text of one secret by the data key of another', async () => {
  const place = { ...PLACE, version: 2 };
  const mine = await sealEnvelope(ring, PLACE, 'mine');
  const other = await sealEnvelope(ring, place, 'other');
  for (const envelope of [
    { ...mine, text: other.text },
    { ...mine, wrapped: other.wrapped },
  ]) {
    await expect(
      openEnvelope(ring, { place: PLACE, envelope }),
    ).rejects.toMatchObject({ code: 'secret-damaged' });
  }
});

it('binds each layer to the place by itself', async () => {
  const place = { ...PLACE, orgId: 'other' };
  const dataKey = Buffer.alloc(32, 9);
  const wrapped = await one.wrap(dataKey, PLACE);
  await expect(one.unwrap(wrapped, place)).rejects.toMatchObject({
    code: 'secret-damaged',
  });
  // A wrapper that is bound to nothing, so that only the layer of the text is left.
  const loose: KeyWrapper = {
    ...one,
    generate: async () => ({ dataKey: Buffer.from(dataKey), wrapped: '' }),
    unwrap: async () => Buffer.from(dataKey),
  };
  const looseRing = new KeyRing([loose]);
  const envelope = await sealEnvelope(looseRing, PLACE, 'the secret');
  await expect(
    openEnvelope(looseRing, { place, envelope }),
  ).rejects.toMatchObject({ code: 'secret-damaged' });
});

it('gives each layer, key and place a context of its own', () => {
  const parts = ['a', 'b', '', '","', '\\'];
  const places = parts.flatMap(holder =>
    parts.map(field => ({ ...PLACE, holder, field })),
  );
  const more = [PLACE, { ...PLACE, version: 2 }, { ...PLACE, orgId: 'a' }];
  const contexts = [...places, ...more].flatMap(place => [
    contextOf(place, ['text']),
    contextOf(place, ['key', 'one']),
    contextOf(place, ['key', 'two']),
  ]);
  expect(new Set(contexts).size).toBe(3 * (parts.length ** 2 + more.length));
});

it('does not take a tag that was cut', () => {
  const key = Buffer.alloc(32, 1);
  const iv = Buffer.alloc(12, 2);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 4 });
  cipher.setAAD(Buffer.from('place'));
  const text = Buffer.concat([cipher.update('text'), cipher.final()]);
  const short = Buffer.concat([iv, text, cipher.getAuthTag()]);
  expect(() => decrypt(key, short, 'place')).toThrow();
  expect(() => decrypt(key, Buffer.alloc(27), 'place')).toThrow('Too short');
});

it('uses another vector each time', () => {
  const key = Buffer.alloc(32, 1);
  const seen = new Set<string>();
  for (let count = 0; count < 1_000; count += 1) {
    const sealed = encrypt(key, Buffer.from('text'), 'place');
    seen.add(sealed.subarray(0, 12).toString('hex'));
  }
  expect(seen.size).toBe(1_000);
});

it('wipes data keys, also when the text does not open', async () => {
  const keys: Buffer[] = [];
  const noted: KeyWrapper = {
    ...one,
    generate: async place => {
      const fresh = await one.generate(place);
      keys.push(fresh.dataKey);
      return fresh;
    },
    unwrap: async (wrapped, place) => {
      const dataKey = await one.unwrap(wrapped, place);
      keys.push(dataKey);
      return dataKey;
    },
  };
  const notedRing = new KeyRing([noted]);
  const envelope = await sealEnvelope(notedRing, PLACE, 'the secret');
  await openEnvelope(notedRing, { place: PLACE, envelope });
  await rewrapEnvelope(notedRing, { place: PLACE, envelope });
  const broken = { ...envelope, text: flipped(envelope.text, -1) };
  await expect(
    openEnvelope(notedRing, { place: PLACE, envelope: broken }),
  ).rejects.toThrow('changed or moved');
  expect(keys).toHaveLength(4);
  expect(keys.every(each => each.equals(Buffer.alloc(32)))).toBe(true);
});

describe('a key ring', () => {
  it('seals with its first key and opens with each', async () => {
    const before = await sealEnvelope(new KeyRing([two]), PLACE, 'before');
    const after = await sealEnvelope(ring, PLACE, 'after');
    expect([before.kid, after.kid]).toEqual(['two', 'one']);
    const opened = await Promise.all(
      [before, after].map(envelope =>
        openEnvelope(ring, { place: PLACE, envelope }),
      ),
    );
    expect(opened).toEqual(['before', 'after']);
  });

  it('names a key that it does not have', async () => {
    const envelope = await sealEnvelope(ring, PLACE, 'the secret');
    const opened = openEnvelope(new KeyRing([two]), { place: PLACE, envelope });
    await expect(opened).rejects.toMatchObject({ code: 'secret-forbidden' });
    await expect(opened).rejects.toThrow(
      'sealed with the key "one", which isn\'t in sprintconnect.secrets.keys',
    );
  });

  it('says of another key by the same ID that it is another', async () => {
    const envelope = await sealEnvelope(ring, PLACE, 'the secret');
    const impostor = localWrapper('one', Buffer.alloc(32, 3));
    const opened = openEnvelope(new KeyRing([impostor]), {
      place: PLACE,
      envelope,
    });
    await expect(opened).rejects.toMatchObject({ code: 'secret-forbidden' });
    await expect(opened).rejects.toThrow('another key that had the ID "one"');
  });

  it('wraps anew without touching the text', async () => {
    const before = await sealEnvelope(new KeyRing([two]), PLACE, 'the secret');
    const after = await rewrapEnvelope(ring, {
      place: PLACE,
      envelope: before,
    });
    expect(after).toEqual({
      ...before,
      kid: 'one',
      check: one.check,
      wrapped: expect.not.stringContaining(before.wrapped),
    });
    const opened = openEnvelope(new KeyRing([one]), {
      place: PLACE,
      envelope: after,
    });
    expect(await opened).toBe('the secret');
  });
});

it.each<[string, (sealed: Envelope) => unknown]>([
  ['nothing', () => undefined],
  ['a text', sealed => JSON.stringify(sealed)],
  ['another version', sealed => ({ ...sealed, v: 2 })],
  ['another engine', sealed => ({ ...sealed, engine: 'other' })],
  ['a part too many', sealed => ({ ...sealed, more: 1 })],
  ['a part too few', ({ wrapped: _, ...sealed }) => sealed],
])('reads no envelope that is none: %s', async (_name, spoil) => {
  const sealed = await sealEnvelope(ring, PLACE, 'the secret');
  expect(() => parseEnvelope(spoil(sealed))).toThrow('changed or moved');
  expect(parseEnvelope(sealed)).toEqual(sealed);
});

it.each([
  [Buffer.alloc(32, 200).toString('base64'), true],
  [`${Buffer.alloc(32, 200).toString('base64')}\n`, true],
  [Buffer.alloc(32, 251).toString('base64url'), false],
  [Buffer.alloc(31).toString('base64'), false],
  [Buffer.alloc(33).toString('base64'), false],
  [`${Buffer.alloc(32, 200).toString('base64')}!`, false],
  [Buffer.alloc(32, 200).toString('hex'), false],
  ['', false],
])('knows a key by its text: %j', (text, isKey) => {
  expect(isKeyText(text)).toBe(isKey);
});
