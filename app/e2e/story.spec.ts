import type { Page } from '@playwright/test';
import { PATIENCE } from './forecast';
import { expect, REFRESHED, test } from './portalTest';

const FORECAST = process.env.E2E_FORECAST!;
/** How the line of a tool about forecasts reads to a screen reader. */
const TOOL = /^Tool .*forecast/i;
const NAME = 'voyage-weather';
const TITLE = 'Voyage weather';

test('a guest sees the three demo servers refreshed', async ({ guest }) => {
  await guest.signIn();
  await expect(guest.page).toHaveURL(/\/sprintconnect\/servers/);
  for (const title of ['Everything', 'Forecast', 'Memory']) {
    await expect(guest.row(title)).toContainText(REFRESHED, {
      timeout: 120_000,
    });
    await expect(guest.row(title)).toContainText(/\d+ tools?/);
  }
  await guest.photograph('servers');
});

test('a server registered by form is discovered, is in the catalog, and retires', async ({
  guest,
}) => {
  const { page } = guest;
  await guest.signIn();

  await test.step('register it', async () => {
    await page.getByRole('link', { name: 'Register server' }).click();
    const form = page.getByRole('form', { name: 'Register a server' });
    await form.getByRole('textbox', { name: 'Name' }).fill(NAME);
    await form.getByRole('textbox', { name: 'Title' }).fill(TITLE);
    await form.getByRole('textbox', { name: 'URL' }).fill(FORECAST);
    await test.step('its owner is found in the catalog', async () => {
      const owner = form.getByRole('combobox', { name: 'Owner' });
      await expect(owner).toHaveValue(/^group:default\//);
      await owner.fill('dat');
      await page.getByRole('option', { name: 'group:default/data' }).click();
      await expect(owner).toHaveValue('group:default/data');
    });
    await form.getByRole('textbox', { name: 'Tags' }).fill('weather, demo');
    await guest.photograph('register');
    await form.getByRole('button', { name: 'Register server' }).click();
  });

  await test.step('watch it being discovered, without a reload', async () => {
    await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
    await guest.seesTitle(`${TITLE} | MCP servers | SprintConnect`);
    await expect(guest.fact('Last refreshed')).toHaveText(REFRESHED);
    await expect(page.getByText('2026-07-28').first()).toBeVisible();
    await guest.photograph('server');
  });

  await test.step('open its tools', async () => {
    await page.getByRole('link', { name: 'Capabilities' }).click();
    await guest.seesTitle(
      `${TITLE} | Capabilities | MCP servers | SprintConnect`,
    );
    const tool = page.getByRole('button', { name: TOOL }).first();
    await tool.click();
    await expect(page.getByText('Input', { exact: true })).toBeVisible();
    await guest.photograph('capabilities');
  });

  await test.step('discover it again: nothing changed', async () => {
    await page.getByRole('button', { name: 'Refresh tools' }).click();
    await expect(page.getByText('Refresh finished: no changes.')).toBeVisible();
  });

  const server = page.url();
  await test.step('find its entity in the catalog', async () => {
    // The catalog has it within seconds, and a page that was opened sooner does not look again.
    guest.expectedErrors = [
      new RegExp(`status of 404 .*/api/default/${NAME}-`),
    ];
    await expect(async () => {
      await page.goto(`/catalog/default/api/${NAME}-development`);
      await expect(page.getByRole('heading', { name: TITLE })).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 30_000 });
    await expect(page.getByText('MCP server', { exact: true })).toBeVisible(
      PATIENCE,
    );
    await expect(guest.fact('Last refreshed')).toHaveText(REFRESHED);
    // Backstage draws the other cards later.
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await guest.photograph('entity');
    await seesOrder(page);
    await page.getByRole('link', { name: 'Capabilities' }).click();
    await expect(
      page.getByRole('button', { name: TOOL }).first(),
    ).toBeVisible();
  });

  await test.step('retire it', async () => {
    await page.goto(server);
    await page.getByRole('button', { name: 'Retire' }).click();
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: 'Retire server' })
      .click();
    await expect(page).toHaveURL(/\/sprintconnect\/servers$/);
    await guest.seesTitle('MCP servers | SprintConnect');
    await expect(guest.row('Forecast')).toBeVisible();
    await expect(guest.row(TITLE)).toHaveCount(0);
  });
});

test('a form with faults says each at its field and registers nothing', async ({
  guest,
}) => {
  const { page } = guest;
  await guest.signIn('/sprintconnect/servers/register');
  const form = page.getByRole('form', { name: 'Register a server' });
  await form.getByRole('textbox', { name: 'Name' }).fill('no spaces allowed');
  await form.getByRole('textbox', { name: 'URL' }).fill('ftp://example.com');
  await form.getByRole('button', { name: 'Register server' }).click();
  await expect(form.getByRole('alert')).toHaveText(/2 fields need/);
  const name = form.getByRole('textbox', { name: 'Name' });
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toBeFocused();
  await expect(page).toHaveURL(/register$/);
});

/** The page of an entity begins with what the server offers. */
async function seesOrder(page: Page) {
  const tabs = page.getByRole('link', {
    name: /^(Overview|Capabilities|Health|Versions|Definition)$/,
  });
  await expect(tabs).toHaveText([
    'Overview',
    'Capabilities',
    'Health',
    'Versions',
    'Definition',
  ]);
  const connect = page.getByRole('region', { name: 'Connect your agent' });
  const about = page.getByText('About', { exact: true });
  expect((await connect.boundingBox())!.x).toBeLessThan(
    (await about.boundingBox())!.x,
  );
}
