import { expect, test } from './portalTest';

/** Makes the demo's forecast server offer its other release; it announces that to its clients by itself. */
async function release(number: 1 | 2) {
  const answer = await fetch(
    new URL(`/release/${number}`, process.env.E2E_FORECAST),
    { method: 'POST' },
  );
  expect(answer.ok).toBe(true);
}

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

  await guest.signIn('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('Discovered', {
    timeout: 60_000,
  });
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Versions' }).click();
  await expect(page.getByText(/There is one version so far/)).toBeVisible();

  await test.step('the second version appears without a click', async () => {
    await release(2);
    await expect(
      page.getByRole('row').filter({ hasText: /^2 current/ }),
    ).toBeVisible();
    await expect(page.getByRole('status')).toHaveText(
      /changes from version 1 to version 2/,
    );
  });

  await test.step('each change has its grade', async () => {
    for (const [grade, name, severity] of [
      ['Destructive hint flipped', 'cancel_subscription', 'Warning'],
      ['Accepts less input', 'get_forecast', 'Warning'],
      ['Brings in a URL', 'list_alerts', 'Warning'],
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
    await expect(page.locator('[data-theme-mode]').first()).toHaveAttribute(
      'data-theme-mode',
      'dark',
    );
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
