import { createHash, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What every API key begins with, so that scanners of repositories and logs know one when they see one. */
export const API_KEY_MARK = 'sck_';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX_LENGTH = 12;
/** 62^43 is just above 2^256. */
const SECRET_LENGTH = 43;
/** 62^6 is above 2^32. */
const CHECK_LENGTH = 6;
const KEY = new RegExp(
  `^${API_KEY_MARK}(\\w{${PREFIX_LENGTH}})_(\\w{${SECRET_LENGTH}})(\\w{${CHECK_LENGTH}})$`,
);

/** A secret, and what may be kept of it. */
export interface MintedKey {
  /** `sck_`, the prefix, `_`, 256 random bits, and a check sum: 66 characters. */
  secret: string;
  /** How it is found; random and public. */
  prefix: string;
  hash: string;
}

/** Makes a new secret. */
export function mintApiKey(): MintedKey {
  const prefix = Array.from(
    { length: PREFIX_LENGTH },
    () => DIGITS[randomInt(DIGITS.length)],
  ).join('');
  const bits = BigInt(`0x${randomBytes(32).toString('hex')}`);
  const body = `${API_KEY_MARK}${prefix}_${inBase62(bits, SECRET_LENGTH)}`;
  const secret = body + checkSumOf(body);
  return { secret, prefix, hash: hashOf(secret) };
}

/**
 * The prefix of a well-formed key. Undefined when its check sum does not fit: a key that was cut, mistyped or made up
 * costs no query.
 */
export function prefixOf(secret: string): string | undefined {
  const [, prefix] = KEY.exec(secret) ?? [];
  const body = secret.slice(0, -CHECK_LENGTH);
  return prefix && secret.endsWith(checkSumOf(body)) ? prefix : undefined;
}

/**
 * SHA-256, in hex. A slow hash makes guessing a password dear; nobody guesses 256 random bits however cheap a try is,
 * and every request would pay for it.
 */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function checkSumOf(body: string): string {
  return inBase62(BigInt(crc32(body)), CHECK_LENGTH);
}

function inBase62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < length; place++) {
    text = DIGITS[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return text;
}
