import { expect, test } from './portalTest';

/** Makes the demo's forecast server stop, or work again. */
async function misbehave(how: 'none' | 'stop') {
  const answer = await fetch(
    new URL(`/misbehave/${how}`, process.env.E2E_FORECAST),
    { method: 'POST' },
  );
  expect(answer.ok).toBe(true);
}

/** Some probes, with rests between them. */
const PATIENCE = { timeout: 90_000 };

test.afterEach(() => misbehave('none'));

test('a server that stops turns unhealthy without a reload, its owners are told, and it heals', async ({
  guest,
}) => {
  test.setTimeout(300_000);
  const { page } = guest;
  await guest.signIn('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('Healthy', PATIENCE);
  const told = page.getByText(/Forecast.* is unhealthy/).first();

  await test.step('it stops', async () => {
    await misbehave('stop');
    await expect(guest.row('Forecast')).toContainText('Unhealthy', PATIENCE);
    await expect(guest.row('Everything')).toContainText('Healthy');
    await guest.photograph('servers-unhealthy');
  });

  await test.step('its owners are told', async () => {
    await page.goto('/notifications');
    await expect(told).toBeVisible(PATIENCE);
  });

  await test.step('the home page names it, and its health says why', async () => {
    await page.goto('/home');
    const widget = page.getByRole('link', { name: 'Forecast' }).first();
    await expect(widget).toBeVisible();
    await guest.photograph('home');
    await widget.click();
    await expect(page.getByRole('heading', { name: 'Forecast' })).toBeVisible();
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    await expect(page.getByText(/Unhealthy for/).first()).toBeVisible();
    await guest.photograph('health');
  });

  await test.step('it works again, and heals before the eyes of the reader', async () => {
    await misbehave('none');
    await expect(page.getByText(/Healthy for/).first()).toBeVisible(PATIENCE);
    await page.goto('/sprintconnect/servers');
    await expect(guest.row('Forecast')).toContainText('Healthy');
  });

  await test.step('the notification says so, too, in the place of the first', async () => {
    await page.goto('/notifications');
    await expect(
      page.getByText(/Forecast.* is healthy again/).first(),
    ).toBeVisible(PATIENCE);
    await expect(told).toHaveCount(0);
  });
});
