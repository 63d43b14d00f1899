import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { serverCreatePermission } from '@sprintconnect/plugin-sprintconnect-common';
import { weather } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { paste } from '../../__testUtils__/paste';
import { renderPage } from '../../__testUtils__/renderPage';

async function renderForm(changes: Partial<MockWorld> = {}) {
  const page = renderPage('/servers/register', changes);
  await screen.findByRole('form', { name: 'Register a server' });
  return page;
}

const url = () => screen.getByRole('textbox', { name: /^URL/ });
const test = () =>
  userEvent.click(screen.getByRole('button', { name: 'Test connection' }));
const tests = (world: MockWorld) =>
  world.requests.filter(each => each === 'POST /v1/servers/test');

describe('ConnectionTest', () => {
  it('shows what the server is and its first tools, and registers nothing', async () => {
    const { world } = await renderForm();
    const before = world.servers.length;
    await paste(url(), 'https://weather.example.com/mcp');
    await test();
    expect(await screen.findByText('Connected')).toBeVisible();
    expect(screen.getByText('Weather Service 2.4.1')).toBeVisible();
    const tools = within(screen.getByRole('list', { name: 'Tools' }));
    expect(tools.getAllByRole('listitem')).toHaveLength(4);
    expect(screen.getByText('and 8 more tools')).toBeVisible();
    expect(world.servers).toHaveLength(before);
    expect(tests(world)).toHaveLength(1);
    // What it says is about an address that stands there no longer.
    await userEvent.type(url(), '2');
    expect(screen.queryByText('Connected')).not.toBeInTheDocument();
  });

  it('says why not in the words of the backend, and keeps what was typed', async () => {
    await renderForm();
    await paste(url(), 'https://down.example.com/mcp');
    await test();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Connection failed');
    expect(alert).toHaveTextContent('the host refuses the connection');
    expect(url()).toHaveValue('https://down.example.com/mcp');
  });

  it('asks nothing of an address with a fault, and shows the fault', async () => {
    const { world } = await renderForm();
    await paste(url(), 'ftp://files.example');
    await test();
    expect(
      await screen.findByText('URL must be an http or https URL.'),
    ).toBeVisible();
    expect(tests(world)).toEqual([]);
    expect(screen.queryByText('Name is required.')).not.toBeInTheDocument();
  });

  it('gives the server as long to connect as the form says', async () => {
    const { client } = await renderForm();
    const asked = jest.spyOn(client, 'testServer');
    const remotes = [
      { type: 'streamable-http', url: 'https://weather.example.com/mcp' },
    ];
    const timeout = screen.getByRole('textbox', {
      name: /^Connection timeout/,
    });
    await paste(url(), remotes[0].url);
    await userEvent.type(timeout, '9');
    await test();
    expect(
      await screen.findByText(/Connection timeout .* must be a whole number/),
    ).toBeVisible();
    expect(asked).not.toHaveBeenCalled();
    await userEvent.type(timeout, '000');
    await test();
    expect(await screen.findByText('Connected')).toBeVisible();
    expect(asked.mock.calls[0][0]).toEqual({
      remotes,
      connectTimeoutMs: 9_000,
    });
    // What it says is about another wait.
    await userEvent.type(timeout, '0');
    expect(screen.queryByText('Connected')).not.toBeInTheDocument();
  });

  it('puts what the backend refuses at the address', async () => {
    await renderForm({
      refusals: new Map([
        [
          'POST /v1/servers/test',
          {
            status: 400,
            detail: 'The request has a fault.',
            errors: [{ path: 'remotes[0].url', message: "isn't allowed" }],
          },
        ],
      ]),
    });
    await paste(url(), 'http://10.0.0.1/mcp');
    await test();
    expect(await screen.findByText("URL isn't allowed.")).toBeVisible();
    expect(url()).toBeInvalid();
  });

  it('is part of the edit form, for those who may register servers', async () => {
    const { world, unmount } = renderPage(`/servers/${weather.id}/edit`);
    await screen.findByRole('form', { name: 'Edit server' });
    await test();
    expect(await screen.findByText('Connected')).toBeVisible();
    unmount();
    const { permissions } = world.me;
    renderPage(`/servers/${weather.id}/edit`, {
      me: {
        ...world.me,
        permissions: permissions.filter(
          each => each !== serverCreatePermission.name,
        ),
      },
    });
    await screen.findByRole('form', { name: 'Edit server' });
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: 'Test connection' }),
      ).not.toBeInTheDocument(),
    );
  });
});
