import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** Text that only instances of ours can read, and only for what it was sealed for. */
export interface Seal {
  seal(text: string, boundTo: readonly string[]): string;
  /** Undefined for what was changed, is not ours, or was sealed for something else. */
  open(sealed: string, boundTo: readonly string[]): string | undefined;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM (NIST SP 800-38D) under a key made of the secret that all instances share. */
export function createSeal(secret: Buffer): Seal {
  const key = Buffer.from(
    hkdfSync('sha256', secret, '', 'sprintconnect gateway inputs', 32),
  );
  const additional = (boundTo: readonly string[]) =>
    Buffer.from(JSON.stringify(boundTo));
  return {
    seal(text, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce);
      cipher.setAAD(additional(boundTo));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString(
        'base64url',
      );
    },
    open(sealed, boundTo) {
      const all = Buffer.from(sealed, 'base64url');
      if (all.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const body = all.subarray(NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(
        CIPHER,
        key,
        all.subarray(0, NONCE_BYTES),
      );
      decipher.setAAD(additional(boundTo));
      decipher.setAuthTag(all.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([
          decipher.update(body),
          decipher.final(),
        ]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
