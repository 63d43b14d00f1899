import { asGuest } from './forecast';
import { expect, test } from './portalTest';

const FORECAST = process.env.E2E_FORECAST!;

test('a connection is tested before anything is registered', async ({
  guest,
}) => {
  const { page } = guest;
  const before = await asGuest('GET', '/servers?origin=api&count=true&limit=1');
  // The browser tells of the one that fails, too.
  guest.expectedErrors = [/status of 502/];
  await guest.signIn('/sprintconnect/servers/register');
  const form = page.getByRole('form', { name: 'Register a server' });
  const url = form.getByRole('textbox', { name: 'URL' });
  const run = form.getByRole('button', { name: 'Test connection' });

  await test.step('one that works says what it offers', async () => {
    await url.fill(FORECAST);
    await run.click();
    await expect(form.getByText('Connected', { exact: true })).toBeVisible();
    await expect(
      form.getByRole('list', { name: 'Tools' }).getByRole('listitem'),
    ).not.toHaveCount(0);
    await expect(form).toContainText('2026-07-28');
    await form.getByText('Connected', { exact: true }).scrollIntoViewIfNeeded();
    expect(await guest.accessibilityFaults()).toEqual([]);
    for (const [width, height] of [
      [1280, 1400],
      [768, 1400],
      [390, 1800],
    ]) {
      await page.setViewportSize({ width, height });
      await guest.photograph(`connection-${width}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await guest.seesTheme('dark');
    // Backstage draws the page anew in another theme.
    await url.fill(FORECAST);
    await run.click();
    await expect(form.getByText('Connected', { exact: true })).toBeVisible();
    await guest.photograph('connection-dark');
    expect(await guest.accessibilityFaults()).toEqual([]);
  });

  await test.step('one that does not says why', async () => {
    await url.fill(new URL('/nowhere', FORECAST).href);
    await expect(form.getByText('Connected', { exact: true })).toHaveCount(0);
    await run.click();
    await expect(form.getByRole('alert')).toContainText('Connection failed');
    await guest.photograph('connection-failed');
  });

  await test.step('nothing was registered, and both are in the audit log', async () => {
    const after = await asGuest(
      'GET',
      '/servers?origin=api&count=true&limit=1',
    );
    expect(after.totalItems).toBe(before.totalItems);
    const { items } = await asGuest('GET', '/audit?action=server-test&limit=2');
    expect(
      items.map(({ outcome }: { outcome: string }) => outcome).sort(),
    ).toEqual(['failure', 'success']);
  });
});
