import { expect, test } from './portalTest';

test('Discover finds a tool by words, and opens it with its schema and server', async ({
  guest,
}) => {
  const { page } = guest;
  await guest.signIn('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('Discovered', {
    timeout: 60_000,
  });
  await page.goto('/sprintconnect/discover');
  await page
    .getByRole('searchbox', { name: 'Search capabilities' })
    .or(page.getByRole('textbox', { name: 'Search capabilities' }))
    .or(page.getByRole('combobox', { name: 'Search capabilities' }))
    .first()
    .fill('compare weather of places');
  const result = page.getByRole('link', { name: 'Compare places' }).first();
  await expect(result).toBeVisible();
  await guest.photograph('discover');
  await result.click();
  await expect(page).toHaveURL(/capability=/);
  await expect(page.getByText('Input', { exact: true })).toBeVisible();
  await expect(page.getByText('Forecast').first()).toBeVisible();
});

test("the portal's search finds a server and a tool, and leads to them", async ({
  guest,
}) => {
  test.setTimeout(240_000);
  const { page } = guest;
  await guest.signIn('/sprintconnect/servers');
  await expect(guest.row('Forecast')).toContainText('Discovered', {
    timeout: 60_000,
  });
  const server = page.getByRole('link', { name: 'Forecast', exact: true });
  // The index follows the registry after a while.
  await expect(async () => {
    await page.goto('/search?query=Forecast');
    await expect(
      server.and(page.locator('[href*="/sprintconnect/servers/"]')).first(),
    ).toBeVisible({ timeout: 5_000 });
    await expect(
      page.locator('a[href*="/sprintconnect/discover?capability="]').first(),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 150_000 });
  await guest.photograph('search');
  await server
    .and(page.locator('[href*="/sprintconnect/servers/"]'))
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Forecast' })).toBeVisible();
});
