import { expect, test } from './portalTest';

/** Makes the demo's forecast server fail in a way, or work again. */
async function misbehave(how: string) {
  const answer = await fetch(
    new URL(`/misbehave/${how}`, process.env.E2E_FORECAST),
    { method: 'POST' },
  );
  expect(answer.ok).toBe(true);
}

/** Some probes, with rests between them. */
const PATIENCE = { timeout: 90_000 };

test.afterEach(() => misbehave('none'));

const CASES = [
  { how: 'slow', turns: 'Degraded', why: 'Slow', status: 'degraded' },
  { how: '500', turns: 'Unhealthy', why: 'Server error', status: 'unhealthy' },
  {
    how: '401',
    turns: 'Unhealthy',
    why: 'Credential refused',
    status: 'unhealthy',
  },
  {
    how: 'garbage',
    turns: 'Unhealthy',
    why: 'Does not speak MCP',
    status: 'unhealthy',
  },
];

for (const { how, turns, why, status } of CASES) {
  test(`a server that answers "${how}" shows why, and that it heals, without a reload`, async ({
    guest,
  }) => {
    test.setTimeout(300_000);
    const { page } = guest;
    await guest.signIn('/sprintconnect/servers');
    await expect(guest.row('Forecast')).toContainText('Healthy', PATIENCE);
    await guest.row('Forecast').click();
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    await expect(page.getByText(/Healthy for/).first()).toBeVisible(PATIENCE);

    await misbehave(how);
    const banner = page.getByText(new RegExp(`${turns} for .*: ${why}`));
    await expect(banner.first()).toBeVisible(PATIENCE);
    await page.goto('/notifications');
    await expect(
      page.getByText(new RegExp(`Forecast.* is ${status}`)).first(),
    ).toBeVisible(PATIENCE);
    await page.goBack();
    await expect(banner.first()).toBeVisible(PATIENCE);

    await misbehave('none');
    await expect(page.getByText(/Healthy for/).first()).toBeVisible(PATIENCE);
  });
}
