import { asGuest, PATIENCE } from './forecast';
import {
  expect,
  type Guest,
  inBothThemes,
  REFRESHED,
  test,
} from './portalTest';

/** The demo's forecast server for those who show a token; see app/upstream. */
const GUARDED = new URL('/guarded', process.env.E2E_FORECAST).href;
const [FIRST, SECOND] = ['demo-token-first', 'demo-token-second'];
const NAME = 'guarded-weather';
const TITLE = 'Guarded weather';
const ADMIN = '/sprintconnect/admin/credentials';

/** Says which tokens the demo takes. */
async function accept(tokens: 'first' | 'second' | 'both') {
  const url = new URL(`/accept/${tokens}`, GUARDED);
  expect((await fetch(url, { method: 'POST' })).ok).toBe(true);
}

test.afterEach(() => accept('both'));

const panelOf = ({ page }: Guest) =>
  page.getByRole('region', { name: 'Credential' });

test('a server that asks for a login is registered with a token, which is rotated and removed', async ({
  guest,
}) => {
  const { page } = guest;
  await accept('first');
  // A test of a server that asks for a login is answered 422.
  guest.expectedErrors.push(/status of 422/);
  await guest.signIn('/sprintconnect/servers/register');
  const form = page.getByRole('form', { name: 'Register a server' });

  await test.step('the test leads to the credential', async () => {
    await form.getByRole('textbox', { name: 'Name' }).fill(NAME);
    await form.getByRole('textbox', { name: 'Title' }).fill(TITLE);
    await form.getByRole('textbox', { name: 'URL' }).fill(GUARDED);
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByRole('alert')).toContainText('login');
    await form.getByRole('button', { name: 'Add credential' }).click();
    await form.getByLabel(/^Token/).fill('not-the-token');
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByRole('alert')).toContainText('Connection failed');
    await form.getByLabel(/^Token/).fill(FIRST);
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByText('Connected', { exact: true })).toBeVisible();
    expect(await guest.accessibilityFaults()).toEqual([]);
  });

  await test.step('its tools appear', async () => {
    await form.getByRole('button', { name: 'Register server' }).click();
    await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
    await expect(guest.fact('Last refreshed')).toHaveText(REFRESHED, PATIENCE);
    await expect(panelOf(guest)).toContainText('Bearer token');
    await expect(panelOf(guest)).toContainText(new URL(GUARDED).origin);
    expect(await page.content()).not.toContain(FIRST);
    await guest.photograph('credential-panel');
  });

  await test.step('the token is rotated, and the old one is good for a while', async () => {
    await panelOf(guest).getByRole('button', { name: 'Rotate…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Token/).fill(SECOND);
    await dialog.getByRole('button', { name: 'Rotate credential' }).click();
    await expect(panelOf(guest)).toContainText(
      'Version 1 is also accepted until',
    );
    // The server takes only the old one yet.
    await page.getByRole('button', { name: 'Refresh tools' }).click();
    await expect(page.getByText(/^Refresh finished/)).toBeVisible(PATIENCE);
    await accept('second');
    await page.getByRole('button', { name: 'Refresh tools' }).click();
    await expect(page.getByText(/^Refresh finished/)).toBeVisible(PATIENCE);
  });

  await test.step('without it the server asks for a login again, and is given one in place', async () => {
    await panelOf(guest).getByRole('button', { name: 'Remove…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Remove credential' })
      .click();
    await expect(
      panelOf(guest).getByRole('button', { name: 'Add credential' }),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Refresh tools' }).click();
    await expect(
      page.getByText('This server asks for a login', { exact: true }),
    ).toBeVisible(PATIENCE);
    await page.getByRole('button', { name: 'Add credential' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Token/).fill(SECOND);
    await dialog
      .getByRole('button', { name: 'Save and refresh tools' })
      .click();
    await expect(page.getByText(/^Refresh finished/)).toBeVisible(PATIENCE);
    await expect(
      page.getByText('This server asks for a login', { exact: true }),
    ).toHaveCount(0);
  });

  const id = page.url().split('/').at(-1)!;
  await asGuest('DELETE', `/servers/${id}`);
});

inBothThemes(theme => {
  test('a shared credential is added, found where it is used, and deleted', async ({
    guest,
  }) => {
    const { page } = guest;
    const name = `shared-${theme}`;
    await guest.signIn(ADMIN);
    await guest.seesTheme(theme);
    await page.getByRole('button', { name: 'Add shared credential' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    await form.getByRole('textbox', { name: 'Origins' }).fill(GUARDED);
    await form.getByLabel(/^Token/).fill(FIRST);
    expect(await guest.accessibilityFaults()).toEqual([]);
    await form.getByRole('button', { name: 'Add credential' }).click();
    await expect(page.getByRole('rowheader', { name })).toBeVisible();
    await expect(guest.row(name)).toContainText('No server');
    const server = await asGuest('POST', '/servers', {
      body: {
        name: `${NAME}-${theme}`,
        title: `${TITLE}, ${theme}`,
        environment: 'development',
        remotes: [{ type: 'streamable-http', url: GUARDED }],
        credentialRef: name,
      },
    });
    await expect(guest.row(name)).toContainText('1 server');
    await guest.photograph(`admin-credentials-${theme}`);
    expect(await guest.accessibilityFaults()).toEqual([]);

    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await expect(
      page.getByRole('dialog').getByRole('link', { name: server.title }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await asGuest('DELETE', `/servers/${server.id}`);
    await expect(guest.row(name)).toContainText('No server');
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Delete credential' })
      .click();
    await expect(page.getByRole('rowheader', { name })).toHaveCount(0);
  });
});
