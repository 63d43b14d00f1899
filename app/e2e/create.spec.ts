import type { Page } from '@playwright/test';
import { PATIENCE } from './forecast';
import { type Guest, expect, test } from './portalTest';

const RESTART = process.env.E2E_RESTART!;
const NAME = 'tide-tables';
const TITLE = 'Tide tables';
const SOON = { timeout: 15_000 };

/** Answers the questions of the template, and starts its task. */
async function create(guest: Guest) {
  const { page } = guest;
  const next = page.getByRole('button', { name: 'Next' });
  await page.getByRole('textbox', { name: /^Name/ }).fill(NAME);
  await page.getByRole('textbox', { name: /^Title/ }).fill(TITLE);
  await page
    .getByRole('textbox', { name: /^Description/ })
    .fill('High and low water of harbours');
  const owner = page.getByLabel(/^Owner/).first();
  await owner.fill('platform');
  await page
    .getByRole('option', { name: /platform/i })
    .first()
    .click();
  await guest.photograph('create');
  await next.click();
  // Who may use it, and its license: as they are.
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(/\/create\/tasks\//);
}

/** Opens the page of the server in the list, and sees that it is healthy and what it offers. */
async function seesHealthy(guest: Guest, patience: { timeout: number }) {
  await guest.page.goto('/sprintconnect/servers');
  await expect(guest.row(TITLE)).toContainText('Healthy', patience);
  await expect(guest.row(TITLE)).toContainText(/\d+ tools?/, patience);
}

/** Removes it as people remove what the catalog has. */
async function unregister(page: Page) {
  await page.goto(`/catalog/default/api/${NAME}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /Unregister entity/ }).click();
  await page.getByRole('button', { name: 'Unregister Location' }).click();
}

test('a template makes a server that runs, survives a restart of the demo, and goes when it is unregistered', async ({
  guest,
}) => {
  const { page } = guest;
  await guest.signIn('/sprintconnect/servers');

  await test.step('choose the template', async () => {
    await page.getByRole('link', { name: 'New server' }).click();
    await expect(page).toHaveURL(/\/create/);
    await expect(page.getByText('New MCP server in TypeScript')).toBeVisible();
    await page.goto('/create/templates/default/mcp-server-typescript');
  });

  await test.step('answer five questions, and end at a server that runs', async () => {
    await create(guest);
    const link = page.getByText('The server in SprintConnect').first();
    await expect(link).toBeVisible(PATIENCE);
    const since = Date.now();
    await guest.photograph('created');
    await link.click();
    await expect(page.getByRole('heading', { name: TITLE })).toBeVisible(SOON);
    await expect(page.getByText('Healthy').first()).toBeVisible(SOON);
    expect(Date.now() - since).toBeLessThan(SOON.timeout);
    await guest.photograph('created-server');
  });

  await test.step('its tool is there', async () => {
    await page.getByRole('link', { name: 'Capabilities' }).click();
    await expect(
      page.getByRole('button', { name: /^Tool .*words/i }).first(),
    ).toBeVisible();
  });

  await test.step('it is healthy after a restart of the demo', async () => {
    // The page asks while nobody answers.
    guest.expectedErrors = [/Failed to load|ERR_|WebSocket|NetworkError/];
    await page.goto('about:blank');
    const answer = await fetch(RESTART, { method: 'POST' });
    expect(answer.status).toBe(204);
    await seesHealthy(guest, PATIENCE);
  });

  await test.step('it goes when its entity is unregistered', async () => {
    await unregister(page);
    await page.goto('/sprintconnect/servers');
    await expect(guest.row('Forecast')).toBeVisible();
    await expect(guest.row(TITLE)).toHaveCount(0, PATIENCE);
  });
});
