import { expect, inBothThemes, REFRESHED, test } from './portalTest';

const TOOL = /^Tool .*forecast/i;

/** A form filled in as a team would. It is looked at, and not sent. */
const EXAMPLE = {
  Name: 'payments',
  Title: 'Payments',
  Description:
    'Looks up invoices and refunds, and drafts payment reminders for a person to send.',
  URL: 'https://mcp.payments.example/mcp',
  Owner: 'group:default/finance',
  System: 'system:default/billing',
  Lifecycle: 'production',
  Tags: 'invoices, finance',
};

test('the main path works by keyboard alone', async ({ guest }) => {
  const { page } = guest;
  await page.goto('/');
  await guest.tabTo('button', 'Enter');
  await page.keyboard.press('Enter');
  await expect(guest.row('Forecast')).toContainText(REFRESHED, {
    timeout: 120_000,
  });
  await guest.tabTo('link', 'Register server');
  await page.keyboard.press('Enter');
  await guest.tabTo('textbox', 'Name');
  await page.keyboard.type('by-keyboard');
  await guest.tabTo('textbox', 'URL');
  await page.keyboard.type(process.env.E2E_FORECAST!);
  await guest.tabTo('button', 'Register server');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('heading', { name: 'by-keyboard' }),
  ).toBeVisible();
  await expect(guest.fact('Last refreshed')).toHaveText(REFRESHED);
  await guest.tabTo('link', 'Capabilities');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/capabilities/);
  await guest.tabTo('button', TOOL);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Input', { exact: true })).toBeVisible();
  await guest.tabTo('button', 'Retire');
  await page.keyboard.press('Enter');
  await guest.tabTo('button', 'Retire server');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sprintconnect\/servers$/);
});

inBothThemes(theme => {
  test('the pages are drawn in it and axe finds nothing serious', async ({
    guest,
  }) => {
    const { page } = guest;
    await guest.signIn('/sprintconnect/servers');
    for (const title of ['Everything', 'Forecast', 'Memory']) {
      await expect(guest.row(title)).toContainText(REFRESHED, {
        timeout: 120_000,
      });
    }
    await guest.seesTheme(theme);
    await guest.photograph(`servers-${theme}`);
    const faults = { servers: await guest.accessibilityFaults() };

    await guest.row('Forecast').click();
    await expect(page.getByRole('heading', { name: 'Forecast' })).toBeVisible();
    await guest.photograph(`server-${theme}`);
    Object.assign(faults, { server: await guest.accessibilityFaults() });

    await page.getByRole('link', { name: 'Capabilities' }).click();
    await page.getByRole('button', { name: /^Tool Compare places/ }).click();
    await expect(page.getByText('Input', { exact: true })).toBeVisible();
    await guest.photograph(`capabilities-${theme}`);
    Object.assign(faults, {
      capabilities: await guest.accessibilityFaults(),
    });

    await page.goto('/sprintconnect/servers/register');
    const form = page.getByRole('form');
    for (const [name, text] of Object.entries(EXAMPLE)) {
      const field = form.getByRole('textbox', { name });
      await field.or(form.getByRole('combobox', { name })).fill(text);
      // What the catalog offers for it goes away.
      await page.keyboard.press('Tab');
    }
    await guest.photograph(`register-${theme}`);
    Object.assign(faults, {
      register: await guest.accessibilityFaults(),
    });
    expect(faults).toEqual({
      servers: [],
      server: [],
      capabilities: [],
      register: [],
    });
  });
});
