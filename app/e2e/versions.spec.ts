import { PATIENCE, enterWhen, release } from './forecast';
import { expect, type Guest, REFRESHED, test } from './portalTest';

test.afterEach(() => release(1));

test('a server that changes is noticed, and what changed is graded', async ({
  guest,
}) => {
  const { page } = guest;
  const change = (grade: string, name: string) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByText(grade, { exact: true }) })
      .filter({ has: page.getByText(name, { exact: true }) });

  await enterWhen(guest, REFRESHED);
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Versions' }).click();
  await expect(
    page.getByText(/There is only one version so far/),
  ).toBeVisible();

  await test.step('the second version appears without a click', async () => {
    await release(2);
    // Who was hung up on by a failing server listens to it again after a pause that grows.
    await expect(
      page.getByRole('row').filter({ hasText: /^2 current/ }),
    ).toBeVisible(PATIENCE);
    await expect(page.getByRole('status')).toHaveText(
      /changes from version 1 to version 2/,
    );
  });

  await test.step('each change has its grade', async () => {
    for (const [grade, name, severity] of [
      ['Destructive hint changed', 'cancel_subscription', 'Warning'],
      ['Accepts less input', 'get_forecast', 'Warning'],
      ['Adds a URL', 'list_alerts', 'Warning'],
      ['Description changed', 'list_alerts', 'Notice'],
      ['Added', 'get_tides', 'Notice'],
    ]) {
      await expect(change(grade, name)).toContainText(severity);
    }
    await expect(page.getByRole('status')).toHaveText(
      /^5 changes.*3 warnings.*2 notices/,
    );
  });

  await test.step('it is readable in both themes', async () => {
    const light = await guest.accessibilityFaults();
    await guest.photograph('diff-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await guest.seesTheme('dark');
    await guest.photograph('diff-dark');
    const dark = await guest.accessibilityFaults();
    expect({ light, dark }).toEqual({ light: [], dark: [] });
  });

  await test.step('it is marked everywhere, and its owners are told', () =>
    seesWarnings(guest));

  await test.step('swapped, it reads the other way round', async () => {
    await page.getByRole('button', { name: 'Swap versions' }).click();
    await expect(page.getByRole('status')).toHaveText(
      /changes from version 2 to version 1/,
    );
    await expect(change('Removed', 'get_tides')).toBeVisible();
  });
});

/** From the page with the versions through all places that say so, and back. */
async function seesWarnings(guest: Guest) {
  const { page } = guest;
  await expect(
    page.getByText('3 warnings since version 1', { exact: true }),
  ).toBeVisible(PATIENCE);
  await expect(
    page.getByRole('link', { name: 'Versions (3 warnings)' }),
  ).toBeVisible();
  await guest.photograph('drift-versions');
  await page.goto('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('3 warnings');
  await guest.photograph('drift-list');
  await page.goto('/notifications');
  const told = page.getByText(/Forecast.* changed: 3 warnings/);
  await expect(told.first()).toBeVisible(PATIENCE);
  await expect(told).toHaveCount(1);
  await page.goto('/sprintconnect/servers');
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'See what changed' }).click();
  await page.getByRole('button', { name: 'Mark as seen' }).click();
  await expect(page.getByText(/warnings since version/)).toHaveCount(0);
  await page.goto('/sprintconnect/servers');
  await expect(guest.row('Forecast')).not.toContainText('warnings');
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Versions' }).click();
}
