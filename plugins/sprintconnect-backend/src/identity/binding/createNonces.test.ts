import { fixedClock } from '../../__testUtils__';
import { createNonces } from './createNonces';

describe('nonces', () => {
  it('live for the window that they are of and the next', () => {
    const clock = fixedClock();
    const secret = Buffer.alloc(32, 1);
    const nonces = createNonces({ secret, clock });
    const nonce = nonces.current();
    clock.advance(2 * 60_000);
    expect(nonces.accepts(nonce)).toBe(true);
    clock.advance(2 * 60_000);
    expect(nonces.accepts(nonce)).toBe(false);
    const foreign = createNonces({ secret: Buffer.alloc(32, 2), clock });
    expect(nonces.accepts(foreign.current())).toBe(false);
    for (const other of [undefined, 7, '', '.']) {
      expect(nonces.accepts(other)).toBe(false);
    }
  });
});
