import { PATIENCE, enterWhen, heal, misbehave } from './forecast';
import { expect, test } from './portalTest';

test.afterEach(heal);

const CASES = [
  { how: 'slow', turns: 'Degraded', why: 'Slow', status: 'degraded' },
  { how: '500', turns: 'Unhealthy', why: 'Server error', status: 'unhealthy' },
  {
    how: 'garbage',
    turns: 'Unhealthy',
    why: 'Unexpected response',
    status: 'unhealthy',
  },
] as const;

test('a server that asks for a login is shown as that, calmly, and nobody is told', async ({
  guest,
}) => {
  const { page } = guest;
  await enterWhen(guest, 'Healthy');
  await misbehave('401');
  await expect(guest.row('Forecast')).toContainText('Asks for login', PATIENCE);
  await guest.photograph('servers-asks-for-login');
  await page.getByRole('button', { name: /\bHealth$/ }).click();
  await page.getByRole('option', { name: /Asks for login/ }).click();
  await page.keyboard.press('Escape');
  await expect(guest.row('Everything')).toHaveCount(0);
  await guest.row('Forecast').click();

  await page.getByRole('button', { name: 'Refresh tools' }).click();
  const notice = page.getByText('This server asks for a login', {
    exact: true,
  });
  await expect(notice).toBeVisible(PATIENCE);
  await expect(notice).toHaveCount(1);
  await expect(page.getByText('Refresh failed')).toHaveCount(0);
  await guest.photograph('server-asks-for-login');
  await page.getByRole('link', { name: 'Health', exact: true }).click();
  await expect(page.getByText(/Asks for login for/).first()).toBeVisible();
  await expect(page.getByText('Ongoing')).toHaveCount(0);
  await guest.photograph('health-asks-for-login');
  await page.goto('/home');
  await expect(page.getByRole('link', { name: 'Forecast' })).toHaveCount(0);

  await misbehave('none');
  await page.goto('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('Healthy', PATIENCE);
  await page.goto('/notifications');
  await expect(page.getByText(/Forecast.*(unhealthy|login)/)).toHaveCount(0);
});

for (const { how, turns, why, status } of CASES) {
  test(`a server that answers "${how}" shows why, and that it heals, without a reload`, async ({
    guest,
  }) => {
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
