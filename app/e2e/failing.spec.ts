import { PATIENCE, enterWhen, heal, misbehave } from './forecast';
import { expect, test } from './portalTest';

test.afterEach(heal);

const CASES = [
  { how: 'slow', turns: 'Degraded', why: 'Slow', status: 'degraded' },
  { how: '500', turns: 'Unhealthy', why: 'Server error', status: 'unhealthy' },
  {
    how: '401',
    turns: 'Unhealthy',
    why: 'Access denied',
    status: 'unhealthy',
  },
  {
    how: 'garbage',
    turns: 'Unhealthy',
    why: 'Unexpected response',
    status: 'unhealthy',
  },
] as const;

for (const { how, turns, why, status } of CASES) {
  test(`a server that answers "${how}" shows why, and that it heals, without a reload`, async ({
    guest,
  }) => {
    test.setTimeout(300_000);
    const { page } = guest;
    await enterWhen(guest, 'Healthy');
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
