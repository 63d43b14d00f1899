import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startAgent } from './agent';
import { asGuest, enterWhen } from './forecast';
import { type Guest, expect, test } from './portalTest';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** Runs a command as its reader would, with the key in the environment. */
const run = (command: string, key: string) =>
  promisify(execFile)('sh', ['-c', command], {
    env: { ...process.env, SPRINTCONNECT_KEY: key },
  });

const copied = ({ page }: Guest) =>
  page.evaluate(() => navigator.clipboard.readText());

/** Opens the dialog on the page of the demo's forecast server. */
async function openDialog(guest: Guest) {
  const { page } = guest;
  await enterWhen(guest, 'Healthy');
  const { id } = await asGuest('GET', '/servers/by-name/development/forecast');
  await page.goto(`/sprintconnect/servers/${id}`);
  await page.getByRole('button', { name: 'Choose your client' }).click();
  return page.getByRole('dialog', { name: /^Connect your agent/ });
}

test('an agent is given an address, its person signs in and consents, and it acts as that person', async ({
  guest,
}) => {
  const { page } = guest;
  const dialog = await openDialog(guest);
  await dialog.getByRole('button', { name: 'Copy address' }).click();
  await expect(dialog.getByText('Copied').first()).toBeVisible();
  const endpoint = await copied(guest);
  expect(endpoint).toMatch(/\/mcp\/servers\/development\/forecast$/);

  const agent = await startAgent(endpoint);
  try {
    // As a browser that has not been here, or not for long: the portal asks who it is.
    await page.context().clearCookies();
    await page.evaluate(() => localStorage.clear());
    await page.goto(await agent.knock());
    await page.getByRole('button', { name: 'Sign In' }).click();
    await expect(page.getByText('Agent of a test')).toBeVisible();
    await guest.photograph('consent');
    await page.getByRole('button', { name: 'Authorize' }).click();
    await expect(
      page.getByRole('heading', { name: 'You can close this window' }),
    ).toBeVisible();
    const client = await agent.enter();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('get_forecast');
    const forecast = await client.callTool({
      name: 'get_forecast',
      arguments: { place: 'bergen', days: 2 },
    });
    expect(forecast.structuredContent).toMatchObject({ place: 'bergen' });
    await client.close();
    // Another person than the one who copied the address.
    const noor = 'user:default/noor';
    const { items } = await asGuest('GET', `/calls?caller=${noor}`);
    expect(items).toMatchObject([
      { caller: { ref: noor }, outcome: 'succeeded', entrance: 'mcp' },
    ]);
  } finally {
    await agent.stop();
  }
});

test('an agent whose person refuses gets nothing', async ({ guest }) => {
  const { page } = guest;
  await guest.signIn();
  const agent = await startAgent(
    `${process.env.E2E_PORTAL}/api/sprintconnect/mcp`,
  );
  try {
    await page.goto(await agent.knock());
    await page.getByRole('button', { name: 'Cancel' }).click();
    const said = await agent.called();
    expect([said.get('error'), said.get('code')]).toEqual([
      'access_denied',
      null,
    ]);
  } finally {
    await agent.stop();
  }
});

test('a key is made in place, and opens the endpoint that the dialog names', async ({
  guest,
}) => {
  const { page } = guest;
  const dialog = await openDialog(guest);
  await dialog.getByRole('radio', { name: /^API key/ }).check({ force: true });
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await dialog
    .getByRole('form', { name: 'New API key' })
    .getByRole('button', { name: 'Create key' })
    .click();
  await dialog.getByRole('button', { name: 'Copy secret' }).click();
  await expect.poll(() => copied(guest)).toMatch(/^sck_/);
  const secret = await copied(guest);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('tab', { name: 'curl' }).click();
  await dialog
    .getByRole('button', { name: 'Copy configuration for curl' })
    .click();
  await expect.poll(() => copied(guest)).toMatch(/^curl /);
  const { stdout } = await run(await copied(guest), secret);
  expect(stdout).toContain('"get_forecast"');
  await dialog.getByText("I've stored it").click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toHaveCount(0);
});
