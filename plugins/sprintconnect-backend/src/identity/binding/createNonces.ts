import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports';

const WINDOW_MS = 2 * 60 * 1000;
const SIGNATURE_BYTES = 16;

/** Nonces for proofs (RFC 9449, section 8). */
export interface Nonces {
  current(): string;
  /** One of this window or of the one before. */
  accepts(nonce: unknown): boolean;
}

/**
 * Nonces that are the time, signed: any instance knows those of all others, and nothing has to be kept. One is good for
 * two to four minutes. They limit how early a proof can be made; that it is used once is for the replay store.
 */
export function createNonces(options: {
  secret: Buffer;
  clock: Clock;
}): Nonces {
  const { secret, clock } = options;
  const windowNow = () => Math.floor(clock.now().getTime() / WINDOW_MS);
  const nonceOf = (window: number) => {
    const time = window.toString(36);
    const signature = createHmac('sha256', secret)
      .update(`dpop-nonce\n${time}`)
      .digest()
      .subarray(0, SIGNATURE_BYTES);
    return `${time}.${signature.toString('base64url')}`;
  };
  return {
    current: () => nonceOf(windowNow()),
    accepts(nonce) {
      if (typeof nonce !== 'string') return false;
      const given = Buffer.from(nonce);
      return [windowNow(), windowNow() - 1].some(window => {
        const good = Buffer.from(nonceOf(window));
        return good.length === given.length && timingSafeEqual(good, given);
      });
    },
  };
}
