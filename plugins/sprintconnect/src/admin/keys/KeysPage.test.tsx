import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { MockWorld } from '../../../dev/mockWorld';
import { renderPage } from '../../__testUtils__/renderPage';
import { saidAgo } from '../../__testUtils__/saidAgo';

const renderKeys = (changes: Partial<MockWorld> = {}, query = '') =>
  renderPage(`/admin/keys${query}`, changes);
const row = (name: RegExp) => screen.findByRole('row', { name });
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const intend = async (name: string, intent: RegExp) => {
  await userEvent.click(await button(`Actions for ${name}`));
  await userEvent.click(await screen.findByRole('menuitem', { name: intent }));
  return screen.findByRole('dialog');
};

describe('KeysPage', () => {
  it('lists the keys with what they may, and lets those step back that have ended', async () => {
    const { world } = renderKeys();
    const ci = await row(/CI of payments/);
    expect(ci).toHaveTextContent(/sck_.*mcp:servers:create.*\+1 more/);
    await waitFor(() =>
      expect(ci).toHaveTextContent(
        new RegExp(`Active.*${saidAgo(world.apiKeys[0].lastUsedAt!)}`),
      ),
    );
    expect(await row(/Terraform/)).toHaveTextContent('Never used');
    const revoked = await row(/Laptop of Eve/);
    expect(revoked.querySelector('[data-ended]')).toBeInTheDocument();
    expect(
      within(revoked).queryByRole('button', { name: /Actions/ }),
    ).toBeNull();
    await userEvent.click(screen.getByRole('radio', { name: 'Expired' }));
    expect(await row(/Migration of March/)).toBeVisible();
    expect(screen.queryByRole('row', { name: /Terraform/ })).toBeNull();
  });

  it('takes the filter from the address, and leads back to all', async () => {
    const { world } = renderKeys({}, '?status=expired');
    expect(await row(/Migration of March/)).toBeVisible();
    expect(screen.queryByRole('row', { name: /Terraform/ })).toBeNull();
    world.apiKeys = world.apiKeys.filter(each => each.status === 'active');
    document.dispatchEvent(new Event('visibilitychange'));
    await userEvent.click(await button('Show all keys'));
    expect(await row(/Terraform/)).toBeVisible();
  });

  it('shows a key whole', async () => {
    renderKeys();
    await userEvent.click(await row(/Research agent/));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('mcp:capabilities:use');
    expect(dialog).toHaveTextContent('0ZcOCORZNYy');
    expect(dialog).toHaveTextContent('Its scopes define its access');
  });

  it('makes a key, shows its secret once, and closes only when it is stored', async () => {
    const { world } = renderKeys();
    await userEvent.click(await button('Create key'));
    const form = await screen.findByRole('dialog');
    const submit = within(form).getByRole('button', { name: 'Create key' });
    await userEvent.click(submit);
    expect(await screen.findByText('Enter a name.')).toBeVisible();
    await waitFor(() =>
      expect(within(form).getByRole('textbox', { name: /Name/ })).toHaveFocus(),
    );
    expect(
      screen.getByText('Choose at least one scope or role.'),
    ).toBeVisible();
    expect(world.requests.join()).not.toContain('POST');
    await userEvent.type(
      within(form).getByRole('textbox', { name: /Name/ }),
      'Nightly',
    );
    await userEvent.click(
      within(form).getByRole('checkbox', { name: /audit:read/ }),
    );
    await userEvent.click(within(form).getByRole('radio', { name: 'Never' }));
    expect(
      within(form).getByText(/without an expiry works until/),
    ).toBeVisible();
    await userEvent.click(within(form).getByRole('radio', { name: '30 days' }));
    await userEvent.click(submit);

    const secret = await screen.findByRole('dialog', { name: 'Your new key' });
    expect(secret).toHaveTextContent(/sck_\S{20}/);
    expect(secret).toHaveTextContent(/curl -H "Authorization: Bearer/);
    expect(secret).toHaveTextContent(/\/v1\/me/);
    const done = within(secret).getByRole('button', { name: 'Done' });
    expect(done).toBeDisabled();
    await userEvent.keyboard('{Escape}');
    expect(secret).toBeVisible();
    await userEvent.click(
      within(secret).getByRole('checkbox', { name: "I've stored it" }),
    );
    await userEvent.click(done);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await row(/Nightly/)).toBeVisible();
    const create = await button('Create key');
    await waitFor(() => expect(create).toHaveFocus());
    expect(document.body).not.toHaveTextContent(/7mJq2vXbN0pTd4/);
    const [made] = world.apiKeys;
    expect(made.scopes).toEqual(['audit:read']);
    const days = (Date.parse(made.expiresAt!) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 1);
  });

  it('says why a key may not be made, and keeps what was typed', async () => {
    renderKeys({
      refusals: new Map([
        [
          'POST /v1/api-keys',
          {
            status: 403,
            detail: "You can't create a key with more access than you have.",
          },
        ],
      ]),
    });
    await userEvent.click(await button('Create key'));
    const form = await screen.findByRole('dialog');
    const shown = jest.fn();
    HTMLElement.prototype.scrollIntoView = shown;
    const name = within(form).getByRole('textbox', { name: /Name/ });
    await userEvent.type(name, 'Nightly');
    await userEvent.click(
      within(form).getByRole('checkbox', { name: /access:manage/ }),
    );
    await userEvent.click(
      within(form).getByRole('button', { name: 'Create key' }),
    );
    const said = await screen.findByText(/You can't create a key/);
    expect(said).toBeVisible();
    // The form is long, and its end out of sight.
    expect(shown.mock.contexts.at(-1)).toContainElement(said);
    expect(name).toHaveValue('Nightly');
  });

  it('unfolds what is wrong', async () => {
    renderKeys();
    await userEvent.click(await button('Create key'));
    const form = await screen.findByRole('dialog');
    const fold = within(form).getByRole('button', { name: /Bind to a key/ });
    await userEvent.click(fold);
    const field = within(form).getByRole('textbox', { name: /thumbprint/ });
    await userEvent.type(field, 'too short');
    await userEvent.click(fold);
    expect(field).not.toBeVisible();
    await userEvent.type(
      within(form).getByRole('textbox', { name: /Name/ }),
      'Nightly',
    );
    await userEvent.click(
      within(form).getByRole('checkbox', { name: /access:manage/ }),
    );
    await userEvent.click(
      within(form).getByRole('button', { name: 'Create key' }),
    );
    expect(await within(form).findByText(/Enter 43 characters/)).toBeVisible();
    await waitFor(() => expect(field).toHaveFocus());
  });

  it('rotates with an overlap, and shows the new secret once', async () => {
    const { world } = renderKeys();
    const dialog = await intend('Health dashboard', /Rotate/);
    expect(dialog).toHaveTextContent(
      /ends the previous one, sck_Old5…, right away/,
    );
    const hours = within(dialog).getByRole('textbox', { name: /Hours/ });
    await userEvent.clear(hours);
    await userEvent.type(hours, '0');
    await userEvent.tab();
    expect(
      await screen.findByText(/It stops working right away/),
    ).toBeVisible();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Rotate key' }),
    );
    const secret = await screen.findByRole('dialog', {
      name: 'Your new secret',
    });
    expect(secret).toHaveTextContent(/sck_New9\S+/);
    expect(secret).toHaveTextContent('no longer works');
    expect(world.apiKeys[1].previous).toBeUndefined();
  });

  it('revokes after saying what that means', async () => {
    const { world } = renderKeys();
    const dialog = await intend('CI of payments', /Revoke/);
    expect(dialog).toHaveTextContent('lose access right away');
    expect(dialog).toHaveTextContent("can't undo this");
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Revoke key' }),
    );
    await waitFor(() => expect(world.apiKeys[0].status).toBe('revoked'));
    await waitFor(async () =>
      expect(await row(/CI of payments/)).toHaveTextContent('Revoked'),
    );
    // What opened the dialog is gone: the focus is where it was in the table, or at what can be done next.
    const create = await button('Create key');
    const revoked = await row(/CI of payments/);
    await waitFor(() =>
      expect(
        [create, revoked].some(each => each.contains(document.activeElement)),
      ).toBe(true),
    );
  });

  it('keeps the focus when what opened the dialog goes only later', async () => {
    const { client } = renderKeys();
    const dialog = await intend('CI of payments', /Revoke/);
    const list = client.keys.list.bind(client.keys);
    let load = () => {};
    jest.spyOn(client.keys, 'list').mockImplementation(async (...asked) => {
      await new Promise<void>(resolve => (load = resolve));
      return list(...asked);
    });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Revoke key' }),
    );
    const opener = await button('Actions for CI of payments');
    await waitFor(() => expect(opener).toHaveFocus());
    await act(async () => load());
    await waitFor(() => expect(opener).not.toBeInTheDocument());
    const create = await button('Create key');
    await waitFor(() => expect(create).toHaveFocus());
  });

  it('teaches where there is no key yet', async () => {
    renderKeys({ apiKeys: [] });
    expect(await screen.findByText('No API keys yet')).toBeVisible();
    expect(screen.getByText('Name its purpose')).toBeVisible();
    await userEvent.click(await button('Create key'));
    expect(await screen.findByRole('dialog')).toBeVisible();
  });

  it('shows what others change without reload', async () => {
    const { world, signals } = renderKeys();
    expect(await row(/Terraform/)).toHaveTextContent('Active');
    world.apiKeys = world.apiKeys.map(each =>
      each.name === 'Terraform' ? { ...each, status: 'revoked' } : each,
    );
    signals.send({ type: 'access.key.revoked' });
    await waitFor(async () =>
      expect(await row(/Terraform/)).toHaveTextContent('Revoked'),
    );
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = renderKeys({
      refusals: new Map([
        ['GET /v1/api-keys', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    await userEvent.click(await button('Try again'));
    expect(await row(/Terraform/)).toBeVisible();
  });

  it('names the permission where the backend refuses', async () => {
    renderKeys({
      refusals: new Map([['GET /v1/api-keys', { status: 403 }]]),
    });
    expect(
      await screen.findByText("You don't have access to API keys"),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Create key' })).toBeNull();
  });
});
