import { makeKey, pluginFor, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';

let portal: Portal | undefined;
afterEach(() => portal?.stop());

const open = async (limits: object) => {
  portal = await startPortal('SQLITE_3', {
    config: {
      limits: {
        global: { perSecond: 0, burst: 0 },
        organisation: { perMinute: 0, perDay: 0 },
        user: { perMinute: 0 },
        apiKey: { perMinute: 0, concurrent: 0 },
        address: { perMinute: 0 },
        ...limits,
      },
    },
  });
  return portal;
};
const ask = async ({ send }: Portal, headers: Record<string, string>) =>
  (await send('/v1/me', { method: 'GET', headers })).status;
const statuses = async (
  opened: Portal,
  headers: Record<string, string>,
  count: number,
) => {
  const found: number[] = [];
  for (let each = 0; each < count; each++) {
    found.push(await ask(opened, headers));
  }
  return found;
};

it.each(['perMinute', 'perDay'])(
  'what one organisation used up (%s) is missing to nobody of another',
  async window => {
    const both = { perMinute: 0, perDay: 0, [window]: 4 };
    const opened = await open({ organisation: both });
    expect(await statuses(opened, user('ada'), 4)).toEqual(Array(4).fill(200));
    // Whoever asks for acme, in whatever way.
    const ofAcme = [user('ada'), user('vera'), pluginFor('acme')];
    for (const headers of ofAcme) expect(await ask(opened, headers)).toBe(429);
    const agent = async (orgId: string) => ({
      authorization: `Bearer ${await opened.issuer.sign({ org_id: orgId, roles: ['viewer'] })}`,
    });
    expect(await ask(opened, await agent('acme'))).toBe(429);
    expect(await ask(opened, user('otto'))).toBe(200);
    expect(await ask(opened, pluginFor('globex'))).toBe(200);
    expect(await ask(opened, await agent('globex'))).toBe(200);
  },
);

it('an agent that works for two organisations has a limit in each', async () => {
  const opened = await open({ apiKey: { perMinute: 2, concurrent: 1 } });
  const agent = async (orgId: string) => ({
    authorization: `Bearer ${await opened.issuer.sign({ org_id: orgId, roles: ['viewer'] })}`,
  });
  const acme = await agent('acme');
  const globex = await agent('globex');
  expect(await statuses(opened, acme, 3)).toEqual([200, 200, 429]);
  expect(await statuses(opened, globex, 3)).toEqual([200, 200, 429]);
});

it('an agent that waits in one organisation does not stand in its own way in another', async () => {
  const opened = await open({ apiKey: { perMinute: 0, concurrent: 1 } });
  const agent = async (orgId: string) => ({
    authorization: `Bearer ${await opened.issuer.sign({ org_id: orgId, roles: ['viewer'] })}`,
  });
  const acme = await agent('acme');
  const stream = await opened.send('/v1/events/stream', {
    method: 'GET',
    headers: acme,
  });
  expect(stream.status).toBe(200);
  expect(await ask(opened, acme)).toBe(429);
  expect(await ask(opened, await agent('globex'))).toBe(200);
  await stream.body?.cancel();
});

it('keys of two organisations have limits of their own', async () => {
  const opened = await open({ apiKey: { perMinute: 2, concurrent: 0 } });
  const keyOf = async (by: string) => {
    const { secret } = await makeKey(opened, user(by), { roles: ['viewer'] });
    return { authorization: `Bearer ${secret}` };
  };
  const acme = await keyOf('ada');
  const globex = await keyOf('otto');
  expect(await statuses(opened, acme, 3)).toEqual([200, 200, 429]);
  expect(await statuses(opened, globex, 3)).toEqual([200, 200, 429]);
});
