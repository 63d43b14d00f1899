import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D, section 8.2.2: 96 random bits. */
const IV_BYTES = 12;
/** All of it: with a shorter tag, which Node accepts unless told, fewer guesses forge a text. */
const TAG_BYTES = 16;

/** Of every key here. */
export const KEY_BYTES = 32;

/** AES-256-GCM (NIST SP 800-38D): initialization vector, ciphertext and tag, one after the other. */
export function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([
    iv,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** The opposite. Throws where anything is not as it was: the key, the bytes or the context. */
export function decrypt(key: Buffer, bytes: Buffer, context: string): Buffer {
  const end = bytes.length - TAG_BYTES;
  if (end < IV_BYTES) throw new Error('Too short to be sealed');
  const decipher = createDecipheriv(
    ALGORITHM,
    key,
    bytes.subarray(0, IV_BYTES),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(bytes.subarray(end));
  return Buffer.concat([
    decipher.update(bytes.subarray(IV_BYTES, end)),
    decipher.final(),
  ]);
}
