import { enterWhen } from './forecast';
import { expect, inBothThemes, REFRESHED, test } from './portalTest';

inBothThemes(theme => {
  test('a tool is filled in and run, and the result is shown with its record', async ({
    guest,
  }) => {
    const { page } = guest;
    await enterWhen(guest, REFRESHED);
    await guest.seesTheme(theme);
    await guest.row('Forecast').click();
    await page.getByRole('link', { name: 'Capabilities' }).click();
    await page.getByRole('link', { name: 'Try it: Search places' }).click();
    await guest.seesTitle(
      'Try it: Search places | Forecast | MCP servers | SprintConnect',
    );
    await expect(page.getByLabel('limit')).toHaveValue('5');

    await test.step('what is missing is said at its field', async () => {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await expect(
        page.getByText('is required', { exact: true }),
      ).toBeVisible();
      await expect(page.getByLabel(/^query/)).toBeFocused();
    });

    await page.getByLabel(/^query/).fill('Lisbon');
    await page.keyboard.press('Control+Enter');
    await expect(
      page.getByRole('tree', { name: 'Structured content' }),
    ).toContainText('"lisbon"');
    await guest.photograph('try-result');
    await page.getByRole('link', { name: 'Record of the call' }).click();
    await expect(
      page.getByRole('region', { name: 'search_places' }),
    ).toContainText('Portal');
  });
});

test('a tool that may destroy asks first, naming where', async ({ guest }) => {
  const { page } = guest;
  await enterWhen(guest, REFRESHED);
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Capabilities' }).click();
  await page
    .getByRole('link', { name: 'Try it: Cancel a subscription' })
    .click();
  await page
    .getByLabel(/^subscriptionId/)
    .fill('00000000-0000-4000-8000-000000000000');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('cancel_subscription');
  await expect(dialog).toContainText('Forecast');
  await expect(dialog).toContainText('development');
  await dialog.getByRole('button', { name: /^Run / }).click();
  await expect(
    page.getByRole('link', { name: 'Record of the call' }),
  ).toBeVisible();
});

test('a prompt and a resource of a template are tried', async ({ guest }) => {
  const { page } = guest;
  await enterWhen(guest, REFRESHED);
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Capabilities' }).click();
  const capabilities = page.url();
  await page.getByRole('link', { name: 'Try it: Plan a day outdoors' }).click();
  await page.getByLabel(/^place/).fill('bergen');
  await page.getByLabel(/^activity/).fill('hiking');
  await page.getByRole('button', { name: 'Get prompt' }).click();
  await expect(page.getByText(/suits hiking best/)).toBeVisible();

  await page.goto(capabilities);
  await page.getByRole('link', { name: 'Try it: Weather today' }).click();
  await page.getByLabel('place').fill('bergen');
  await expect(
    page.getByText('forecast://places/bergen/today').last(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(page.getByRole('tree')).toBeVisible();
});
