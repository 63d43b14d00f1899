import * as dpop from 'dpop';
import { startAccessBackend } from './accessBackend';
import type { Result } from './Result';
import { Samples } from './Samples';

const WARM_UP = 300;
const ROUNDS = 1500;

/** p50 that the access path adds to a request: credential, organisation, limits and permission, over HTTP. */
export async function accessCost(): Promise<Result[]> {
  const backend = await startAccessBackend();
  try {
    const { signer, url } = backend;
    const user = await signer.user();
    const key = await backend.post('/v1/api-keys', user, {
      name: 'bench',
      scopes: ['mcp:servers:read'],
    });
    const token = await signer.agent();
    const pair = await dpop.generateKeyPair('ES256');
    const bound = await signer.agent({
      cnf: { jkt: await dpop.calculateThumbprint(pair.publicKey) },
    });
    // Made before, because making it is the work of the client.
    const proofs = await Promise.all(
      Array.from({ length: WARM_UP + ROUNDS }, () =>
        dpop.generateProof(pair, `${url}/v1/gated`, 'GET', undefined, bound),
      ),
    );
    const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
    const ways = {
      without: () => backend.get('/open', {}),
      key: () => backend.get('/v1/gated', bearer(key.secret)),
      token: () => backend.get('/v1/gated', bearer(token)),
      known: () => backend.get('/known', bearer(user)),
      user: () => backend.get('/v1/gated', bearer(user)),
      dpop: () =>
        backend.get('/v1/gated', {
          authorization: `DPoP ${bound}`,
          dpop: proofs.pop()!,
        }),
    };
    const names = Object.keys(ways) as (keyof typeof ways)[];
    const samples = Object.fromEntries(
      names.map(name => [name, new Samples()]),
    ) as Record<keyof typeof ways, Samples>;
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      for (const name of names) {
        await (round < WARM_UP ? ways[name]() : samples[name].time(ways[name]));
      }
    }
    const without = samples.without.quantile(0.5);
    const route = { what: 'the route without it, p50', value: without };
    // The portal verifies the token of its user for any plugin.
    const portal = {
      what: 'of which Backstage takes',
      value: samples.known.quantile(0.5) - without,
    };
    const added = (
      what: string,
      name: keyof typeof ways,
      { atMost, baseline = route }: { atMost: number; baseline?: typeof route },
    ): Result => ({
      what: `access path, ${what}: p50 added`,
      measured: samples[name].quantile(0.5) - without,
      unit: 'ms',
      baseline,
      goal: { atMost },
    });
    return [
      added('API key', 'key', { atMost: 0.5 }),
      added('cached JWT', 'token', { atMost: 0.5 }),
      added('warm portal user', 'user', { atMost: 1, baseline: portal }),
      added('JWT with a DPoP proof', 'dpop', { atMost: 1 }),
    ];
  } finally {
    await backend.stop();
  }
}
