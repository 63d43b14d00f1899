import type { Page } from '@playwright/test';
import { PATIENCE, enterWhen, heal, misbehave } from './forecast';
import { expect, test } from './portalTest';

const LIST = '/api/notifications/notifications';

interface Notification {
  id: string;
  title: string;
}

/** Opens the notifications: those about Forecast, as the page was given them. */
async function openNotifications(page: Page): Promise<Notification[]> {
  const answered = page.waitForResponse(
    answer => new URL(answer.url()).pathname === LIST && answer.ok(),
  );
  await page.goto('/notifications');
  const { notifications } = await (await answered).json();
  return (notifications as Array<{ id: string; payload: { title: string } }>)
    .map(({ id, payload: { title } }) => ({ id, title }))
    .filter(({ title }) => title.startsWith('Forecast'));
}

/** What is lost when a page is loaded anew. */
const marks = {
  leave: (page: Page) =>
    page.evaluate(() => Object.assign(window, { notReloaded: true })),
  stand: (page: Page) => page.evaluate(() => 'notReloaded' in window),
};

test.afterEach(heal);

test('a server that stops turns unhealthy without a reload, its owners are told, and it heals', async ({
  guest,
}) => {
  const { page } = guest;
  await enterWhen(guest, 'Healthy');
  const before = (await openNotifications(page)).map(({ id }) => id);
  const isNew = ({ id }: Notification) => !before.includes(id);
  await page.goto('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('Healthy', PATIENCE);

  await test.step('it stops', async () => {
    await marks.leave(page);
    await misbehave('stop');
    await expect(guest.row('Forecast')).toContainText('Unhealthy', PATIENCE);
    await expect(guest.row('Everything')).toContainText('Healthy');
    expect(await marks.stand(page)).toBe(true);
    await guest.photograph('servers-unhealthy');
  });

  let told: Notification[] = [];
  await test.step('its owners are told, once', async () => {
    await expect(async () => {
      told = (await openNotifications(page)).filter(isNew);
      expect(told).not.toEqual([]);
    }).toPass(PATIENCE);
    expect(told.map(({ title }) => title)).toEqual([
      expect.stringMatching(/ is unhealthy/),
    ]);
    await expect(
      page.getByText(/Forecast.* is unhealthy/).first(),
    ).toBeVisible();
    await guest.photograph('notifications');
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
    await page.emulateMedia({ colorScheme: 'dark' });
    await guest.photograph('health-dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  await test.step('it works again, and heals before the eyes of the reader', async () => {
    await marks.leave(page);
    await misbehave('none');
    await expect(page.getByText(/Healthy for/).first()).toBeVisible(PATIENCE);
    expect(await marks.stand(page)).toBe(true);
    await page.goto('/sprintconnect/servers');
    await expect(guest.row('Forecast')).toContainText('Healthy');
  });

  await test.step('the same notification says so, too', async () => {
    await expect(async () => {
      expect((await openNotifications(page)).filter(isNew)).toEqual([
        { ...told[0], title: expect.stringMatching(/ is healthy again/) },
      ]);
    }).toPass(PATIENCE);
    await expect(
      page.getByText(/Forecast.* is healthy again/).first(),
    ).toBeVisible();
  });
});
