import { PATIENCE, enterWhen, release } from './forecast';
import { expect, REFRESHED, test } from './portalTest';

test.afterEach(() => release(1));

test('a server that changes is noticed, and what changed is graded', async ({
  guest,
}) => {
  test.setTimeout(240_000);
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

  await test.step('swapped, it reads the other way round', async () => {
    await page.getByRole('button', { name: 'Swap versions' }).click();
    await expect(page.getByRole('status')).toHaveText(
      /changes from version 2 to version 1/,
    );
    await expect(change('Removed', 'get_tides')).toBeVisible();
  });
});
