import { enterWhen } from './forecast';
import { expect, REFRESHED, test } from './portalTest';

const ASKED = 'compare weather of places';

test('Discover finds a tool by words, and opens it with its schema and server', async ({
  guest,
}) => {
  const { page } = guest;
  await enterWhen(guest, REFRESHED);
  await page.goto('/sprintconnect/discover');
  await page
    .getByRole('searchbox', { name: 'Search capabilities' })
    .fill(ASKED);
  // What was listed before anything was asked for has the tool as well.
  await expect(
    page.getByText(new RegExp(`results? for “${ASKED}”`)),
  ).toBeVisible();
  const result = page.getByRole('link', { name: 'Compare places' }).first();
  await expect(result).toBeVisible();
  await guest.photograph('discover-results');
  await result.click();
  await expect(page).toHaveURL(/capability=/);
  const opened = page.getByRole('complementary', { name: /Compare places/ });
  await expect(opened.getByText('Input', { exact: true })).toBeVisible();
  await expect(opened.getByRole('link', { name: 'Forecast' })).toBeVisible();
});

test('Discover is used by keyboard alone', async ({ guest }) => {
  const { page } = guest;
  await guest.signIn('/sprintconnect/discover');
  const box = page.getByRole('searchbox', { name: 'Search capabilities' });
  const opened = page.getByRole('complementary');
  await expect(box).toBeFocused();
  await page.keyboard.type('forecast');
  await expect(page.getByText(/results? for “forecast”/)).toBeVisible();
  const results = page.getByRole('list', { name: 'Results' }).getByRole('link');

  await test.step('Enter opens the best result, Esc closes it', async () => {
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/capability=/);
    await expect(opened.getByRole('heading', { level: 3 })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(opened).toHaveCount(0);
  });

  await test.step('"/" leads to the box, the arrows lead through the results', async () => {
    await page.keyboard.press('/');
    await expect(box).toBeFocused();
    await expect(box).toHaveValue('forecast');
    await page.keyboard.press('ArrowDown');
    await expect(results.nth(0)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(results.nth(1)).toBeFocused();
  });

  await test.step('what is opened gives the focus back where it came from', async () => {
    await page.keyboard.press('Enter');
    await expect(opened.getByRole('heading', { level: 3 })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(results.nth(1)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(box).toBeFocused();
  });
});

test("the portal's search finds a server and a tool, narrows by type, and leads to them", async ({
  guest,
}) => {
  const { page } = guest;
  await enterWhen(guest, REFRESHED);
  const server = page
    .getByRole('link', { name: 'Forecast', exact: true })
    .and(page.locator('[href*="/sprintconnect/servers/"]'));
  const tools = page.locator('a[href*="/sprintconnect/discover?capability="]');
  // The index follows the registry after a while.
  await expect(async () => {
    await page.goto('/search?query=Forecast');
    await expect(server.first()).toBeVisible({ timeout: 5_000 });
    await expect(tools.first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 150_000 });
  await guest.photograph('search');

  await test.step('one type alone', async () => {
    await page.getByText('MCP capabilities', { exact: true }).first().click();
    await expect(server).toHaveCount(0);
    await expect(tools.first()).toBeVisible();
    // The entry of the sidebar is called so, too, and comes first.
    await page.getByText('MCP servers', { exact: true }).last().click();
    await expect(tools).toHaveCount(0);
  });
  await server.first().click();
  await expect(page.getByRole('heading', { name: 'Forecast' })).toBeVisible();
});

test('the list finds a misspelled server, and keeps the ones with a star', async ({
  guest,
}) => {
  const { page } = guest;
  await enterWhen(guest, REFRESHED);
  await page.goto('/sprintconnect/servers');
  const forecast = page.getByRole('row', { name: /Forecast/ });
  const servers = page.getByRole('rowheader');

  await test.step('a typo finds what was meant, and says so', async () => {
    await page
      .getByRole('searchbox', { name: 'Search servers' })
      .fill('forcast');
    await expect(page.getByText('Similar spelling').first()).toBeVisible();
    await expect(forecast.first()).toBeVisible();
    await guest.photograph('servers-typo');
    expect(await guest.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  await test.step('without a star the filter teaches', async () => {
    await page.getByRole('button', { name: 'Starred', exact: true }).click();
    await expect(
      page.getByText("You haven't starred a server yet"),
    ).toBeVisible();
    await guest.photograph('servers-no-stars');
    await page.getByRole('button', { name: 'Show all servers' }).click();
  });

  await test.step('a star is given by keyboard, and narrows the list', async () => {
    const star = page.getByRole('button', {
      name: 'Star Forecast',
      exact: true,
    });
    const box = page.getByRole('searchbox', { name: 'Search servers' });
    await box.fill('Forecast');
    await expect(servers).toHaveCount(1);
    // Within a table the arrows lead on from its row.
    await forecast.focus();
    await page.keyboard.press('ArrowRight');
    await expect(star).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await box.fill('');
    await expect(servers).not.toHaveCount(1);
    await expect(page).toHaveURL(/\/servers$/);
    await page.getByRole('button', { name: 'Starred', exact: true }).click();
    await expect(servers).toHaveCount(1);
    await expect(forecast).toBeVisible();
    expect(await guest.accessibilityFaults()).toEqual([]);
    for (const width of [1280, 768, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await guest.photograph(`servers-starred-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('it is the star of the entity', async () => {
    await forecast.getByText('Forecast', { exact: true }).click();
    const star = page.getByRole('button', {
      name: 'Star Forecast',
      exact: true,
    });
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await guest.photograph('server-starred');
    await page.emulateMedia({ colorScheme: 'dark' });
    await guest.seesTheme('dark');
    await guest.photograph('server-starred-dark');
  });
});
