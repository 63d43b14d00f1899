import { z } from 'zod';
import { SecretError, type SecretPlace } from '../../ports';
import { contextOf } from './contextOf';
import { decrypt, encrypt } from './encrypt';
import type { KeyName, KeyRing } from './KeyRing';

const envelopeSchema = z.strictObject({
  /** Of this format. */
  v: z.literal(1),
  engine: z.literal('envelope'),
  /** Which key of the ring wrapped the data key. */
  kid: z.string(),
  check: z.string(),
  wrapped: z.string(),
  /** Ciphertext by the data key, base64. */
  text: z.string(),
});

/**
 * A sealed secret that describes itself: a text encrypted by a data key of its own, and that data key, wrapped by a key of the ring.
 * Both layers are bound to the place of the secret.
 */
export type Envelope = z.output<typeof envelopeSchema>;

/** Seals with the first key of the ring. */
export async function sealEnvelope(
  ring: KeyRing,
  place: SecretPlace,
  plaintext: string,
): Promise<Envelope> {
  const { first } = ring;
  const { dataKey, wrapped } = await first.generate(place);
  try {
    const plain = Buffer.from(plaintext, 'utf8');
    const text = encrypt(dataKey, plain, contextOf(place, ['text']));
    plain.fill(0);
    return {
      v: 1,
      engine: 'envelope',
      kid: first.id,
      check: first.check,
      wrapped,
      text: text.toString('base64'),
    };
  } finally {
    dataKey.fill(0);
  }
}

/** Throws SecretError. */
export async function openEnvelope(
  ring: KeyRing,
  sealed: { place: SecretPlace; envelope: Envelope },
  signal?: AbortSignal,
): Promise<string> {
  const { place, envelope } = sealed;
  const key = ring.get(envelope);
  const dataKey = await key.unwrap(envelope.wrapped, place, signal);
  try {
    const bytes = Buffer.from(envelope.text, 'base64');
    const plain = decrypt(dataKey, bytes, contextOf(place, ['text']));
    const plaintext = plain.toString('utf8');
    plain.fill(0);
    return plaintext;
  } catch (error) {
    throw damaged(error);
  } finally {
    dataKey.fill(0);
  }
}

/** The same secret with its data key wrapped by the first key of the ring. The encrypted text stays as it is. */
export async function rewrapEnvelope(
  ring: KeyRing,
  sealed: { place: SecretPlace; envelope: Envelope },
  signal?: AbortSignal,
): Promise<Envelope> {
  const { place, envelope } = sealed;
  const { first } = ring;
  const key = ring.get(envelope);
  const dataKey = await key.unwrap(envelope.wrapped, place, signal);
  try {
    const wrapped = await first.wrap(dataKey, place, signal);
    return { ...envelope, kid: first.id, check: first.check, wrapped };
  } finally {
    dataKey.fill(0);
  }
}

/** Reads what {@link sealEnvelope} made. Throws SecretError `secret-damaged`. */
export function parseEnvelope(given: unknown): Envelope {
  const read = envelopeSchema.safeParse(given);
  if (!read.success) throw damaged(read.error);
  return read.data;
}

/** The key that a sealed secret names. */
export function keyNameOf({ kid, check }: Envelope): KeyName {
  return { kid, check };
}

function damaged(cause: unknown): SecretError {
  return new SecretError(
    'secret-damaged',
    'The secret was changed or moved since it was sealed. Add it again.',
    { cause },
  );
}
