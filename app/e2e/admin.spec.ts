import { readFile } from 'node:fs/promises';
import { createKey, statusFor, takeSecret } from './apiKeys';
import { Guest, expect, test } from './portalTest';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const KEYS = '/sprintconnect/admin/keys';
const ROLES = '/sprintconnect/admin/roles';
const AUDIT = '/sprintconnect/admin/audit';

/** The row of a table of Backstage that tells of something. */
const rowOf = ({ page }: Guest, name: string | RegExp) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) })
    .first();

async function chooseAction(guest: Guest, key: string, action: string) {
  const { page } = guest;
  await page.getByRole('button', { name: `Actions for ${key}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function giveRole({ page }: Guest, to: string, role: string) {
  await page.getByRole('button', { name: 'Assign role…' }).click();
  const form = page.getByRole('dialog', { name: 'Assign a role' });
  await form.getByRole('combobox', { name: 'User or group' }).fill(to);
  await expect(page.getByRole('option')).toHaveText([new RegExp(to)]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await form.getByRole('radio', { name: role }).check({ force: true });
  await form.getByRole('button', { name: 'Assign role' }).click();
  await expect(form).toHaveCount(0);
}

async function removeRole({ page }: Guest, from: string, role: string) {
  const name = `Remove the role ${role} from ${from}`;
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Remove role' }).click();
  await expect(page.getByRole('button', { name })).toHaveCount(0);
}

/** Opens an entry of the log, by its place in the list from 0. */
async function openEntry({ page }: Guest, place: number) {
  const entry = page.getByRole('dialog', { name: 'Audit entry' });
  // A click on a row that is just being replaced by the next answer goes nowhere.
  await expect(async () => {
    await page.getByRole('rowheader').nth(place).click();
    await expect(entry).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return entry;
}

test('a key is created, copied once, used, rotated with an overlap, and refused once it is revoked', async ({
  guest,
}) => {
  const { page } = guest;
  const name = 'Nightly report';
  await guest.signIn(KEYS);
  const first = await createKey(guest, { name, scopes: ['mcp:servers:read'] });
  const row = rowOf(guest, name);
  await expect(row).toContainText(/Active.*Never used/);

  await test.step('it may do what its scopes say, and no more', async () => {
    expect(await statusFor(first, '/v1/servers')).toBe(200);
    expect(await statusFor(first, '/v1/api-keys')).toBe(403);
    // The last use is noted a little later.
    await expect(async () => {
      await page.reload();
      await expect(row).toBeVisible();
      await expect(row).not.toContainText('Never used', { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
  });

  const second = await test.step('rotated, both secrets work', async () => {
    await chooseAction(guest, name, 'Rotate…');
    await page
      .getByRole('dialog', { name: `Rotate ${name}` })
      .getByRole('button', { name: 'Rotate key' })
      .click();
    const issued = await takeSecret(guest, 'Your new secret');
    expect(issued.secret).not.toBe(first.secret);
    expect(await statusFor(first, '/v1/servers')).toBe(200);
    expect(await statusFor(issued, '/v1/servers')).toBe(200);
    await row.click();
    await expect(
      page.getByRole('dialog', { name }).getByText(/… works until/),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    return issued;
  });

  await test.step('revoked, both are refused at once', async () => {
    await chooseAction(guest, name, 'Revoke…');
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await expect(row).toContainText('Revoked');
    expect(await statusFor(first, '/v1/servers')).toBe(401);
    expect(await statusFor(second, '/v1/servers')).toBe(401);
    await expect(
      page.getByRole('button', { name: `Actions for ${name}` }),
    ).toHaveCount(0);
  });
});

test('a key is created by keyboard alone', async ({ guest }) => {
  const { page } = guest;
  await guest.signIn(KEYS);
  await guest.tabTo('button', 'Create key');
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Create an API key' });
  await expect(form).toBeVisible();
  await guest.tabTo('textbox', 'Name');
  await page.keyboard.type('By keyboard');
  await guest.tabTo('checkbox', /audit:read/);
  await page.keyboard.press('Space');
  await guest.tabTo('radio', '90 days');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '1 year' })).toBeChecked();
  await guest.tabTo('button', 'Create key', form);
  await page.keyboard.press('Enter');
  const secret = page.getByRole('dialog', { name: 'Your new key' });
  await guest.tabTo('button', 'Copy secret');
  await page.keyboard.press('Enter');
  await guest.tabTo('checkbox', "I've stored it");
  await page.keyboard.press('Space');
  await guest.tabTo('button', 'Done');
  await page.keyboard.press('Enter');
  await expect(secret).toHaveCount(0);
  await expect(rowOf(guest, 'By keyboard')).toContainText('audit:read');
});

test('an engineer sees nothing of the administration until given the role, and who can give it', async ({
  guest,
  browser,
}) => {
  const context = await browser.newContext();
  const noor = new Guest(await context.newPage());
  const adminTab = noor.page.getByRole('tab', { name: 'Admin' });
  await noor.signIn(ROLES, 'engineer');

  await test.step('the page says what is missing and whom to ask', async () => {
    await expect(
      noor.page.getByRole('heading', {
        name: "You don't have access to roles",
      }),
    ).toBeVisible();
    await expect(
      noor.page.getByText('sprintconnect.access.manage'),
    ).toBeVisible();
    await expect(
      noor.page.getByRole('link', { name: 'platform' }),
    ).toBeVisible();
    await expect(noor.page.getByRole('tab', { name: 'Servers' })).toBeVisible();
    await expect(adminTab).toHaveCount(0);
    await noor.photograph('admin-refused');
    expect(await noor.accessibilityFaults()).toEqual([]);
  });

  await guest.signIn(ROLES);
  await test.step('given the role, the tab and the page are there without a reload', async () => {
    await giveRole(guest, 'user:default/noor', 'Administrator');
    await expect(rowOf(guest, 'noor')).toContainText(/Administrator.*Portal/);
    await expect(adminTab).toBeVisible();
    await expect(
      noor.page.getByRole('button', { name: 'Assign role…' }),
    ).toBeVisible();
  });

  await test.step('a group is given one, too, and both lose them', async () => {
    await giveRole(guest, 'group:default/platform', 'Viewer');
    await expect(
      guest.page.getByRole('button', {
        name: 'Remove the role Viewer from platform',
      }),
    ).toBeVisible();
    await removeRole(guest, 'platform', 'Viewer');
    await removeRole(guest, 'noor', 'Administrator');
    await expect(adminTab).toHaveCount(0);
    await expect(
      noor.page.getByRole('heading', {
        name: "You don't have access to roles",
      }),
    ).toBeVisible();
  });

  await test.step('the log tells of it, in the order in which it was done', async () => {
    await guest.page.goto(
      `${AUDIT}?actor=user:default/guest&action=role-bind,role-unbind`,
    );
    await expect(guest.page.getByRole('rowheader')).toContainText([
      'Removed a role',
      'Removed a role',
      'Assigned a role',
      'Assigned a role',
    ]);
    const entry = await openEntry(guest, 2);
    await expect(entry).toContainText('platform');
    await expect(entry).toContainText('viewer');
  });
  await context.close();
});

test('the log is filtered, paged, read whole and exported', async ({
  guest,
}) => {
  const { page } = guest;
  // The dialog of the browser that asks where to save is nobody's to click: as if the reader had chosen a file.
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async (options: { suggestedName: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(
          options.suggestedName,
          { create: true },
        ),
    });
  });
  await guest.signIn(KEYS);
  const auditor = await createKey(guest, {
    name: 'Auditor',
    scopes: ['audit:read'],
  });
  const looks = Array.from({ length: 25 }, () =>
    statusFor(auditor, '/v1/audit?limit=1'),
  );
  expect(new Set(await Promise.all(looks))).toEqual(new Set([200]));

  await test.step('page by page', async () => {
    await page.goto(`${AUDIT}?action=audit-read`);
    await page.getByRole('textbox', { name: 'Who' }).fill('api-key:');
    await expect(page.getByText('No matching entries')).toBeVisible();
    await page.getByRole('textbox', { name: 'Who' }).fill('');
    await expect(page.getByText(/^1–20 of \d+$/)).toBeVisible();
    await page.getByRole('button', { name: /next/i }).click();
    await expect(page.getByText(/^21–\d+ of \d+$/)).toBeVisible();
    await page.getByRole('button', { name: /previous/i }).click();
    await expect(page.getByText(/^1–20 of \d+$/)).toBeVisible();
  });

  await test.step('the creation of the key, found by its name, whole', async () => {
    await page.goto(`${AUDIT}?target=audito`);
    await page.getByRole('button', { name: /What$/ }).click();
    await page.getByRole('option', { name: 'Created an API key' }).click();
    await expect(page.getByRole('rowheader').first()).toContainText(
      'Created an API key',
    );
    const entry = await openEntry(guest, 0);
    await expect(entry).toContainText('user:default/guest');
    await expect(entry).toContainText('Auditor');
    await expect(entry).not.toContainText(auditor.secret);
    await page.keyboard.press('Escape');
    await expect(entry).toHaveCount(0);
  });

  await test.step('as NDJSON, into the file that was chosen', async () => {
    await page.getByRole('button', { name: 'Export as NDJSON' }).click();
    await expect(page.getByText(/Saved audit\.ndjson/)).toBeVisible();
    const text = await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('audit.ndjson');
      return (await handle.getFile()).text();
    });
    const entries = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(entries[0]).toMatchObject({
      action: 'api-key-create',
      meta: { name: 'Auditor' },
    });
    expect(new Set(entries.map(each => each.action)).size).toBe(1);
    expect(text).not.toContain(auditor.secret);
  });

  await test.step('as CSV, where the browser does not ask where to', async () => {
    await page.evaluate(() => {
      Object.assign(window, { showSaveFilePicker: undefined });
    });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('audit.csv');
    const lines = (await readFile(await download.path(), 'utf8')).split('\n');
    expect(lines[0]).toMatch(/action/);
    expect(lines[1]).toMatch(/api-key-create/);
  });
});
