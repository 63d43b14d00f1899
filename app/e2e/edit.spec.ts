import { asGuest } from './forecast';
import { type Guest, expect, test } from './portalTest';

const FORECAST = process.env.E2E_FORECAST!;
const NAME = 'edited-weather';

/** A server of its own for each test, retired when it ends. */
let server: { id: string };

test.beforeEach(async () => {
  server = await asGuest('POST', '/servers', {
    body: {
      name: NAME,
      environment: 'development',
      title: 'Edited weather',
      owner: 'group:default/platform',
      remotes: [{ type: 'streamable-http', url: FORECAST }],
    },
  });
});
test.afterEach(() => asGuest('DELETE', `/servers/${server.id}`));

async function openForm({ page }: Guest) {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page).toHaveURL(/\/edit$/);
  return page.getByRole('form', { name: 'Edit server' });
}

test('a server is edited, by keyboard, and what someone else changed is not lost', async ({
  guest,
}) => {
  const { page } = guest;
  // The browser tells of the conflict, too.
  guest.expectedErrors = [/status of 412/];
  await guest.signIn(`/sprintconnect/servers/${server.id}`);
  const form = await openForm(guest);
  const title = form.getByRole('textbox', { name: 'Title' });

  await test.step('Escape leads back, with the focus', async () => {
    await title.focus();
    await page.keyboard.press('Escape');
    await expect(
      page.getByRole('button', { name: 'Edit', exact: true }),
    ).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(title).toHaveValue('Edited weather');
  });

  await test.step('the conflict shows what changed', async () => {
    await title.fill('Mine');
    await asGuest('PATCH', `/servers/${server.id}`, {
      headers: { 'if-match': '"1"' },
      body: { title: 'Theirs', lifecycle: 'deprecated' },
    });
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('alert')).toContainText(
      'Someone else changed this server',
    );
    const row = page.getByRole('row', { name: /^Title/ });
    await expect(row).toContainText('Theirs');
    await expect(row).toContainText('Mine');
    expect(await guest.accessibilityFaults()).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 1800 });
    await guest.photograph('edit-conflict');
    await page.setViewportSize({ width: 390, height: 2600 });
    await guest.photograph('edit-conflict-390');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('both changes are saved', async () => {
    await page.getByRole('button', { name: 'Keep my changes' }).click();
    await expect(title).toHaveValue('Mine');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('heading', { name: 'Mine' })).toBeVisible();
    await expect(page.getByText('deprecated').first()).toBeVisible();
  });

  await test.step('the time to connect is changed, and shows on the page', async () => {
    await openForm(guest);
    const timeout = form.getByRole('textbox', { name: /^Connection timeout/ });
    await timeout.fill('50');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(timeout).toBeFocused();
    await expect(form).toContainText('must be a whole number from 100 to');
    await timeout.fill('20000');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByText('20 sec', { exact: true })).toBeVisible();
  });

  await test.step('an owner that there is not is refused at its field', async () => {
    guest.expectedErrors.push(/status of 400/);
    await openForm(guest);
    const owner = form.getByRole('combobox', { name: 'Owner' });
    await owner.fill('group:default/nobody');
    await page.keyboard.press('Tab');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(owner).toHaveAttribute('aria-invalid', 'true');
    await expect(form).toContainText('there is no group:default/nobody');
    for (const [width, height] of [
      [1280, 1800],
      [768, 1800],
      [390, 2400],
    ]) {
      await page.setViewportSize({ width, height });
      await guest.photograph(`edit-${width}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await guest.seesTheme('dark');
    await page.setViewportSize({ width: 1280, height: 800 });
    await guest.photograph('edit-dark');
    expect(await guest.accessibilityFaults()).toEqual([]);
  });
});

test('an engineer is offered nothing on a server of another team, and told why', async ({
  guest,
}) => {
  const { page } = guest;
  await guest.signIn(`/sprintconnect/servers/${server.id}`, 'engineer');
  await expect(
    page.getByRole('heading', { name: 'Edited weather' }),
  ).toBeVisible();
  await expect(page.getByText(/^View only/)).toBeVisible();
  for (const name of ['Edit', 'Retire…']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(
      0,
    );
  }
  await page.goto(`/sprintconnect/servers/${server.id}/edit`);
  await expect(page.getByText("You can't edit this server")).toBeVisible();
});
