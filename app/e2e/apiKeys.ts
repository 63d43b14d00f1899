import { type Guest, expect } from './portalTest';

/** A secret as its owner got it, and where the portal says that it is to be used. */
export interface IssuedSecret {
  secret: string;
  baseUrl: string;
}

/** Creates a key by its form, and copies the secret the one time that it is shown. */
export async function createKey(
  { page }: Guest,
  key: { name: string; scopes: string[] },
): Promise<IssuedSecret> {
  await page.getByRole('button', { name: 'Create key' }).first().click();
  const form = page.getByRole('dialog', { name: 'Create an API key' });
  await form.getByRole('textbox', { name: 'Name' }).fill(key.name);
  for (const scope of key.scopes) {
    await form.getByRole('checkbox', { name: scope }).check({ force: true });
  }
  // Its words, because only what is seen is scrolled to before the click.
  await form.getByText('30 days', { exact: true }).click();
  await expect(form.getByRole('radio', { name: '30 days' })).toBeChecked();
  await form.getByRole('button', { name: 'Create key' }).click();
  return takeSecret({ page }, 'Your new key');
}

/** Copies the secret from the dialog that shows it, says that it is stored, and closes the dialog. */
export async function takeSecret(
  { page }: Pick<Guest, 'page'>,
  title: string,
): Promise<IssuedSecret> {
  const dialog = page.getByRole('dialog', { name: title });
  const done = dialog.getByRole('button', { name: 'Done' });
  await expect(done).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy secret' }).click();
  await expect(dialog.getByText('Copied').first()).toBeVisible();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  expect(secret).toMatch(/^sck_/);
  const command = await dialog.getByText(/^curl/).textContent();
  const [baseUrl] = /https?:\S+(?=\/v1\/me)/.exec(command ?? '') ?? [];
  await dialog.getByRole('checkbox', { name: "I've stored it" }).check({
    force: true,
  });
  await done.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(secret)).toHaveCount(0);
  return { secret, baseUrl: baseUrl! };
}

/** The status with which the REST API answers whoever has the secret. */
export async function statusFor(
  { secret, baseUrl }: IssuedSecret,
  path: string,
): Promise<number> {
  const answer = await fetch(`${baseUrl}${path}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  await answer.arrayBuffer();
  return answer.status;
}
