import { type Guest, expect } from './portalTest';

/** Some probes, with rests between them. */
export const PATIENCE = { timeout: 150_000 };

/** What the demo's forecast server can be made to do; `none` is to work. */
type Misbehaviour = 'none' | 'stop' | 'slow' | '500' | '401' | 'garbage';

async function order(path: string) {
  const answer = await fetch(new URL(path, process.env.E2E_FORECAST), {
    method: 'POST',
  });
  expect(answer.ok).toBe(true);
}

/** Makes the demo's forecast server fail in a way, or work again. */
export const misbehave = (how: Misbehaviour) => order(`/misbehave/${how}`);

/** Makes it offer its other release; it announces that to its clients by itself. */
export const release = (number: 1 | 2) => order(`/release/${number}`);

/** Asks the REST API of the portal as the guest, an administrator, does. */
export async function asGuest(
  method: string,
  path: string,
  more: { body?: object; headers?: Record<string, string> } = {},
) {
  const { E2E_PORTAL, E2E_BACKEND = E2E_PORTAL } = process.env;
  const entered = await fetch(`${E2E_BACKEND}/api/auth/guest/refresh`, {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await entered.json();
  const answer = await fetch(`${E2E_BACKEND}/api/sprintconnect/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${backstageIdentity.token}`,
      ...(more.body && { 'content-type': 'application/json' }),
      ...more.headers,
    },
    body: more.body && JSON.stringify(more.body),
  });
  expect([path, answer.ok]).toEqual([path, true]);
  return answer.status === 204 ? undefined : answer.json();
}

/**
 * Makes it work again, and has it discovered: a scheduled discovery that fell into its failure would be told of, in the place of
 * the good one before, for minutes.
 */
export async function heal() {
  await misbehave('none');
  const { id } = await asGuest('GET', '/servers/by-name/development/forecast');
  await expect(async () => {
    // Joins one that is under way, and may have begun before.
    const { jobId } = await asGuest('POST', `/servers/${id}/discover`);
    const state = async () => (await asGuest('GET', `/jobs/${jobId}`)).state;
    await expect.poll(state, PATIENCE).not.toMatch(/queued|running/);
    expect(await state()).toBe('succeeded');
  }).toPass(PATIENCE);
}

/** Enters at the list of servers, and waits until the row of the forecast server says so. */
export async function enterWhen(guest: Guest, it: 'Healthy' | RegExp) {
  await guest.signIn('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText(it, PATIENCE);
}
