import { createKey } from './apiKeys';
import { type Guest, expect, inBothThemes, test } from './portalTest';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const ADMIN = '/sprintconnect/admin';

/** Photographs what is open, and answers what axe finds wrong with it. */
type Look = (name: string) => Promise<void>;

async function lookAtKeys({ page }: Guest, key: string, look: Look) {
  await page.goto(`${ADMIN}/keys`);
  await expect(page.getByRole('rowheader', { name: key })).toBeVisible();
  await look('keys');
  await page.getByRole('button', { name: 'Create key' }).click();
  const form = page.getByRole('dialog', { name: 'Create an API key' });
  await look('key-create');
  await form.getByText('Custom date', { exact: true }).click();
  await form.getByRole('button', { name: 'Create key' }).click();
  await expect(form.getByText('Enter a name.')).toBeVisible();
  await look('key-faults');
  await page.keyboard.press('Escape');

  await page.getByRole('rowheader', { name: key }).click();
  const detail = page.getByRole('dialog', { name: key });
  await expect(detail).toBeVisible();
  await look('key-detail');
  await detail.getByRole('button', { name: 'Rotate…' }).click();
  const rotation = page.getByRole('dialog', { name: `Rotate ${key}` });
  await expect(rotation).toBeVisible();
  await look('key-rotate');
  await rotation.getByRole('button', { name: 'Rotate key' }).click();
  const secret = page.getByRole('dialog', { name: 'Your new secret' });
  await expect(secret).toBeVisible();
  await look('key-secret');
  await secret
    .getByRole('checkbox', { name: "I've stored it" })
    .check({ force: true });
  await secret.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: `Actions for ${key}` }).click();
  await page.getByRole('menuitem', { name: 'Revoke…' }).click();
  await expect(
    page.getByRole('dialog', { name: `Revoke ${key}?` }),
  ).toBeVisible();
  await look('key-revoke');
}

async function lookAtRoles({ page }: Guest, look: Look) {
  await page.goto(`${ADMIN}/roles`);
  await expect(page.getByRole('rowheader', { name: 'Everyone' })).toBeVisible();
  await look('roles');
  await page.getByRole('button', { name: 'Assign role…' }).click();
  const form = page.getByRole('dialog', { name: 'Assign a role' });
  await form.getByRole('button', { name: 'Assign role' }).click();
  await expect(form.getByText(/Enter a reference such as/)).toBeVisible();
  await look('role-faults');
  await form.getByRole('combobox', { name: 'User or group' }).fill('da');
  await expect(page.getByRole('option').first()).toBeVisible();
  await look('role-options');
}

async function lookAtTheRest({ page }: Guest, look: Look) {
  await page.goto(`${ADMIN}/organisation`);
  await expect(page.getByText('Signed in as')).toBeVisible();
  await look('organisation');
  await page.goto(`${ADMIN}/audit`);
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  await look('audit');
  await page.getByRole('rowheader').first().click();
  await expect(page.getByRole('dialog', { name: 'Audit entry' })).toBeVisible();
  await look('audit-entry');
}

inBothThemes(theme => {
  test('axe finds nothing serious on any page or dialog of the administration', async ({
    guest,
  }) => {
    const found: Record<string, string[]> = {};
    const look: Look = async name => {
      await guest.photograph(`admin-${name}-${theme}`);
      const faults = await guest.accessibilityFaults();
      if (faults.length > 0) found[name] = faults;
    };
    await guest.signIn(`${ADMIN}/keys`);
    await guest.seesTheme(theme);
    const key = `Dashboard, ${theme}`;
    await createKey(guest, { name: key, scopes: ['audit:read'] });
    await lookAtKeys(guest, key, look);
    await lookAtRoles(guest, look);
    await lookAtTheRest(guest, look);
    expect(found).toEqual({});
  });
});
