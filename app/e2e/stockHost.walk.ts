import type { Page } from '@playwright/test';
import { startAgent } from './agent';
import { seeEveryPage } from './everyPage';
import { PATIENCE, asGuest } from './forecast';
import {
  type Guest,
  expect,
  inBothThemes,
  REFRESHED,
  test,
} from './portalTest';

const FORECAST = process.env.E2E_FORECAST!;
const NAME = 'stock-weather';
const TITLE = 'Stock weather';
/** How the line of a tool about forecasts reads to a screen reader. */
const TOOL = /^Tool .*forecast/i;
const SIDEBAR = 'nav[aria-label="sidebar nav"]';

test.describe.configure({ mode: 'serial' });

/** What the sockets of a page are told of our channel from now on. */
function listen(page: Page): string[] {
  const told: string[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      const text = String(payload);
      if (text.includes('"channel":"sprintconnect"')) told.push(text);
    }),
  );
  return told;
}

const sidebar = (page: Page) => page.locator(SIDEBAR).getByRole('link');

async function enter(guest: Guest, path: string) {
  const { page } = guest;
  // What React says in development of what is not ours.
  guest.expectedErrors = [/^Warning: (?![\s\S]*sprintconnect)/];
  // The home page fetches a joke; without a way to the Internet a veil of the development server tells of that, over the page.
  await page.route(
    ({ hostname }) => !['localhost', '127.0.0.1'].includes(hostname),
    route => route.fulfill({ json: [{ setup: 'Knock', punchline: 'Who?' }] }),
  );
  await page.goto(path);
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(sidebar(page).first()).toBeVisible(PATIENCE);
}

test('the first tab after the start: a server is registered, becomes ready by itself, and is found', async ({
  guest,
}) => {
  const { page } = guest;
  const told = listen(page);
  await enter(guest, '/');

  await test.step('the entry stands in the sidebar by what it is', async () => {
    const entry = sidebar(page).filter({ hasText: 'MCP servers' });
    await expect(entry).toBeInViewport();
    await guest.photograph('sidebar');
    await entry.click();
    await expect(page).toHaveURL(/\/sprintconnect\/servers$/);
  });

  await test.step('register a server', async () => {
    await page.getByRole('link', { name: 'Register server' }).first().click();
    const form = page.getByRole('form', { name: 'Register a server' });
    await form.getByRole('textbox', { name: 'Name' }).fill(NAME);
    await form.getByRole('textbox', { name: 'Title' }).fill(TITLE);
    await form.getByRole('textbox', { name: 'URL' }).fill(FORECAST);
    await guest.photograph('register');
    await form.getByRole('button', { name: 'Register server' }).click();
  });

  await test.step('it becomes ready without a reload', async () => {
    await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
    await expect(guest.fact('Last refreshed')).toHaveText(REFRESHED);
    await guest.photograph('server');
  });

  await test.step('its tools are listed', async () => {
    await page.getByRole('link', { name: 'Capabilities' }).click();
    await expect(
      page.getByRole('button', { name: TOOL }).first(),
    ).toBeVisible();
    await guest.photograph('capabilities');
  });

  await test.step('what others do is told to this tab', async () => {
    await sidebar(page).filter({ hasText: 'MCP servers' }).click();
    await expect(guest.row(TITLE)).toBeVisible();
    await asGuest('POST', '/servers', {
      body: {
        name: 'stock-everything',
        environment: 'development',
        remotes: [{ type: 'streamable-http', url: process.env.E2E_EVERYTHING }],
      },
    });
    await expect.poll(() => told.join()).toContain('server.registered');
    await expect(guest.row('stock-everything')).toContainText(/\d+ tools?/);
    await guest.photograph('servers');
  });

  await test.step('what this tab edits, it saves', async () => {
    await guest.row(TITLE).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const form = page.getByRole('form', { name: 'Edit server' });
    await form.getByRole('textbox', { name: 'Description' }).fill('Forecasts');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByText('Forecasts', { exact: true })).toBeVisible();
  });

  await test.step('Discover finds it', async () => {
    await page.getByRole('tab', { name: 'Discover' }).click();
    await page
      .getByRole('searchbox', { name: 'Search capabilities' })
      .fill('compare weather of places');
    const found = page.getByRole('link', { name: 'Compare places' }).first();
    await expect(found).toBeVisible();
    await guest.photograph('discover');
  });
});

test('the catalog and the search of the portal know it', async ({ guest }) => {
  const { page } = guest;
  await enter(guest, '/');

  await test.step('its entity has our cards and tabs', async () => {
    // The catalog has it within seconds, and a page that was opened sooner does not look again.
    guest.expectedErrors.push(
      new RegExp(`status of 404 .*/api/default/${NAME}-`),
    );
    await expect(async () => {
      await page.goto(`/catalog/default/api/${NAME}-development`);
      await expect(page.getByRole('heading', { name: TITLE })).toBeVisible({
        timeout: 10_000,
      });
    }).toPass(PATIENCE);
    await expect(
      page.getByRole('heading', { name: 'MCP server', exact: true }),
    ).toBeVisible();
    await expect(guest.fact('Last refreshed')).toHaveText(REFRESHED);
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await guest.photograph('entity');
    await page.getByRole('link', { name: 'Capabilities' }).click();
    await expect(
      page.getByRole('button', { name: TOOL }).first(),
    ).toBeVisible();
    await page.getByRole('link', { name: 'Health' }).click();
    await expect(page.getByRole('listbox', { name: /^Uptime/ })).toBeVisible();
  });

  await test.step('search finds it', async () => {
    // A stock portal has no documentation, and its search page asks for it.
    guest.expectedErrors.push(/status of 500 .*types%5B0%5D=techdocs/);
    const found = page.locator(`a[href*="/sprintconnect/servers/"]`);
    await expect(async () => {
      await page.goto('/search?query=Stock');
      await expect(found.filter({ hasText: TITLE })).toBeVisible({
        timeout: 5_000,
      });
    }).toPass(PATIENCE);
    await guest.photograph('search');
  });
});

test('an agent has its person sign in with the portal, and uses what they may', async ({
  guest,
}) => {
  const { page } = guest;
  await enter(guest, '/sprintconnect/discover');
  const agent = await startAgent(
    `${process.env.E2E_BACKEND}/api/sprintconnect/mcp`,
  );
  try {
    await page.goto(await agent.knock());
    await page.getByRole('button', { name: 'Authorize' }).click();
    await expect(
      page.getByRole('heading', { name: 'You can close this window' }),
    ).toBeVisible();
    const client = await agent.enter();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain(`${NAME}__get_forecast`);
    await client.close();
  } finally {
    await agent.stop();
  }
});

test('a template registers a server, and ends at it', async ({ guest }) => {
  const { page } = guest;
  await enter(guest, '/sprintconnect/servers');

  await test.step('the list leads to the templates that this portal has', async () => {
    await page.getByRole('link', { name: 'New server' }).click();
    for (const title of [
      'New MCP server in TypeScript',
      'New MCP server in Python',
      'New MCP server in Go',
      'Register an MCP server',
      'Add the MCP server of a repository to the catalog',
    ]) {
      await expect(page.getByText(title, { exact: true })).toBeVisible();
    }
    await guest.photograph('templates');
  });

  await test.step('it asks for a name that is free, an owner and an address', async () => {
    await page.goto('/create/templates/default/register-mcp-server');
    // A name is free when nobody is found by it.
    guest.expectedErrors.push(/status of 404 .*\/by-name\/development\//);
    const name = page.getByRole('textbox', { name: /^Name/ });
    await name.fill(NAME);
    await expect(page.getByText(`${NAME} is already used`)).toBeVisible();
    await name.fill('stock-template');
    await expect(page.getByText('looks available')).toBeVisible();
    await page
      .getByLabel(/^Owner/)
      .first()
      .fill('guests');
    await page
      .getByRole('option', { name: /guests/i })
      .first()
      .click();
    await guest.photograph('template');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel(/^URL/).first().fill(FORECAST);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
  });

  await test.step('the task shows the server, live', async () => {
    await expect(
      page.getByRole('heading', { name: 'Your server is live' }),
    ).toBeVisible(PATIENCE);
    await guest.photograph('template-done');
    await page.getByRole('link', { name: 'Open server' }).click();
    await expect(
      page.getByRole('heading', { name: 'stock-template' }).first(),
    ).toBeVisible();
  });
});

inBothThemes(theme => {
  test('every page fits a desk, a tablet and a phone, and axe finds nothing serious', async ({
    guest,
  }) => {
    test.setTimeout(900_000);
    await enter(guest, '/sprintconnect/servers');
    // The bar of a phone shows a picture of the guest, whom the stock catalog does not have.
    guest.expectedErrors.push(/status of 404 .*by-name\/user\//);
    await guest.seesTheme(theme);
    const server = await asGuest('GET', `/servers/by-name/development/${NAME}`);
    expect(await seeEveryPage(guest, { server, theme })).toEqual({});
  });
});
