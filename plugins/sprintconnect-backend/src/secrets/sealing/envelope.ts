import { SecretError, type SecretPlace } from '../../ports';
import { contextOf } from './contextOf';
import { decrypt, encrypt } from './encrypt';
import type { KeyName, KeyRing } from './KeyRing';

/**
 * A sealed secret that describes itself: a text encrypted by a data key of its own, and that data key, wrapped by a key of the ring.
 * Both layers are bound to the place of the secret.
 */
export interface Envelope {
  /** Of this format. */
  v: 1;
  engine: 'envelope';
  /** Which key of the ring wrapped the data key. */
  kid: string;
  check: string;
  wrapped: string;
  /** Ciphertext by the data key, base64. */
  text: string;
}

const TEXTS = ['kid', 'check', 'wrapped', 'text'] as const;
/** Beside the texts, `v` and `engine`. */
const PARTS = TEXTS.length + 2;

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

/** Reads what {@link sealEnvelope} made; by hand, because each call waits for it. Throws SecretError `secret-damaged`. */
export function parseEnvelope(given: unknown): Envelope {
  if (!isEnvelope(given)) throw damaged(undefined);
  return given;
}

function isEnvelope(given: unknown): given is Envelope {
  if (typeof given !== 'object' || given === null) return false;
  const parts = given as Record<string, unknown>;
  return (
    parts.v === 1 &&
    parts.engine === 'envelope' &&
    TEXTS.every(name => typeof parts[name] === 'string') &&
    Object.keys(parts).length === PARTS
  );
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
