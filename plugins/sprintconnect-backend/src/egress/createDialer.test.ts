import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import { hello, serve } from './__testUtils__/loopback';
import { createDialer } from './createDialer';
import { DestinationPolicy } from './DestinationPolicy';
import { loadUndici } from './loadUndici';

/** Goes to a URL with no guard before the dialler; every name leads to this machine. */
function dial(policy: DestinationPolicy, url: string) {
  const { agent } = createDialer({
    policy: () => policy,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    connectTimeoutMs: 5_000,
  });
  closedAfterTest({ close: () => agent.destroy() });
  return loadUndici().fetch(url, { dispatcher: agent });
}

describe('the dialler by itself', () => {
  it('judges a literal address before it dials', async () => {
    const { url, seen } = await serve(hello);
    await expect(
      dial(new DestinationPolicy({ allow: [] }), url),
    ).rejects.toMatchObject({ cause: { code: 'address-not-allowed' } });
    expect(seen.connections).toBe(0);
  });

  it('judges the address that the socket reached, whatever was said of the name', async () => {
    const { port, seen } = await serve(hello);
    class Mistaken extends DestinationPolicy {
      judged = 0;
      override refusalOfAddress(...what: [string, number, string]) {
        this.judged += 1;
        return this.judged > 1 ? super.refusalOfAddress(...what) : undefined;
      }
    }
    await expect(
      dial(new Mistaken({ allow: [] }), `http://inside.test:${port}/`),
    ).rejects.toMatchObject({ cause: { code: 'address-not-allowed' } });
    expect(seen).toEqual({ connections: 1, requests: [] });
  });
});
