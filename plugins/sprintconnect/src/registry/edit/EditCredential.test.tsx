import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { credentials } from '../../../dev/credentials';
import { idOf, servers, weather } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { paste } from '../../__testUtils__/paste';
import { renderPage } from '../../__testUtils__/renderPage';

const own = {
  ...credentials.find(each => !each.shared)!,
  serverId: weather.id,
  origins: ['https://weather.example.com'],
};
const withOwn = { ...weather, credentialRef: own.id };

async function renderEdit(
  server: typeof weather,
  changes: Partial<MockWorld> = {},
) {
  const page = renderPage(`/servers/${server.id}/edit`, {
    servers: [...servers.filter(({ id }) => id !== server.id), server],
    credentials: [...credentials.filter(each => each.shared), own],
    ...changes,
  });
  await screen.findByRole('form', { name: 'Edit server' });
  return { ...page, sent: jest.spyOn(page.client, 'updateServer') };
}

const radios = () =>
  screen.getAllByRole('radio').map(each => each.closest('label')?.textContent);
const choose = (name: string) =>
  userEvent.click(screen.getByRole('radio', { name }));
const save = () =>
  userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
const url = () => screen.getByRole('textbox', { name: /^URL/ });
const current = (world: MockWorld) =>
  world.servers.find(({ id }) => id === weather.id)!;
const saved = () => screen.findByRole('heading', { name: 'Weather' });

describe('the credential of a server that is edited', () => {
  it('stays as it is by default, and is never sent back', async () => {
    const { sent } = await renderEdit(withOwn);
    expect(radios()).toEqual([
      'Keep the saved one',
      'Enter another',
      'Use a shared credential',
      'Remove it',
    ]);
    expect(
      screen.getByRole('radio', { name: 'Keep the saved one' }),
    ).toBeChecked();
    expect(screen.getByText(/isn't used in this test/)).toBeVisible();
    const title = screen.getByRole('textbox', { name: /^Title/ });
    await paste(title, ' two');
    await save();
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][1]).toEqual({ title: 'Weather two' });
  });

  it('is replaced by what is entered, which no field held before', async () => {
    const { sent, world } = await renderEdit(withOwn);
    await choose('Enter another');
    const field = screen.getByLabelText(/^Token/);
    expect(field).toHaveValue('');
    await save();
    expect(await screen.findByText('Token is required.')).toBeVisible();
    expect(sent).not.toHaveBeenCalled();
    await paste(field, 'marked-secret');
    await save();
    await saved();
    expect(sent.mock.calls[0][1]).toEqual({
      credential: { type: 'bearer', secret: 'marked-secret' },
    });
    expect(document.body.innerHTML).not.toContain('marked-secret');
    expect(current(world).credentialRef).toBe(own.id);
  });

  it('is tried by its name where it is shared', async () => {
    const { client } = await renderEdit(weather);
    const tried = jest.spyOn(client, 'testServer');
    expect(screen.queryByText(/isn't used in this test/)).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Test connection' }),
    );
    await waitFor(() => expect(tried).toHaveBeenCalled());
    expect(tried.mock.calls[0][0]).toMatchObject({
      credentialRef: 'weather-token',
      environment: weather.environment,
    });
  });

  it('is another shared one', async () => {
    const { sent } = await renderEdit(weather);
    await choose('Use a shared credential');
    await userEvent.click(
      await screen.findByRole('button', { name: /Shared credential/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: /^legacy-gateway/ }),
    );
    await save();
    await saved();
    expect(sent.mock.calls[0][1]).toEqual({ credentialRef: 'legacy-gateway' });
  });

  it('is removed', async () => {
    const { sent, world } = await renderEdit(weather);
    await choose('Remove it');
    await save();
    await saved();
    expect(sent.mock.calls[0][1]).toEqual({ credentialRef: null });
    expect(current(world).credentialRef).toBeUndefined();
  });

  it('must be entered again for another origin, and for another path not', async () => {
    const refusal = {
      type: problemTypeOf('credential-origin-mismatch'),
      status: 422,
      detail: 'The credential was given for https://weather.example.com.',
      errors: [{ path: 'remotes', message: 'lead to elsewhere' }],
    };
    const { world } = await renderEdit(withOwn, {
      refusals: new Map([['PATCH /v1/servers/:id', refusal]]),
    });
    await userEvent.clear(url());
    await paste(url(), 'https://weather.example.com/v2/mcp');
    expect(screen.queryByText(/enter it again/)).toBeNull();
    await userEvent.clear(url());
    await paste(url(), 'https://elsewhere.example.com/mcp');
    expect(
      await screen.findByText(
        /only for https:\/\/weather.example.com. To use it at another/,
      ),
    ).toBeVisible();
    await save();
    // Where it is chosen, and at the end of the form.
    expect(
      await screen.findAllByText(/^The credential was given for/),
    ).toHaveLength(2);
    world.refusals.clear();
    await choose('Enter another');
    expect(screen.queryByText(/To use it at another/)).toBeNull();
    await paste(screen.getByLabelText(/^Token/), 'again');
    await save();
    await saved();
    expect(current(world).remotes[0].url).toBe(
      'https://elsewhere.example.com/mcp',
    );
  });

  it('is in no comparison of what others changed, but for its name', async () => {
    const { world } = await renderEdit(weather);
    await choose('Enter another');
    await paste(screen.getByLabelText(/^Token/), 'marked-secret');
    world.servers = world.servers.map(each =>
      each.id === weather.id
        ? { ...each, credentialRef: idOf(7705), revision: each.revision + 1 }
        : each,
    );
    await save();
    const row = await screen.findByRole('row', { name: /^Credential/ });
    expect(row).toHaveTextContent(
      'Credentialweather-tokenIts ownEnter a credential',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Keep my changes' }),
    );
    expect(screen.getByLabelText(/^Token/)).toHaveValue('marked-secret');
  });
});
