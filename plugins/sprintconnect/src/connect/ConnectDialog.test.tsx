import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  accessManagePermission,
  capabilityUsePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { administrator } from '../../dev/access';
import { memory, weather } from '../../dev/fixtures';
import type { MockWorld } from '../../dev/mockWorld';
import { renderPage } from '../__testUtils__/renderPage';

const ALL = 'https://portal.example.com/api/sprintconnect/mcp';
const OWN = `${ALL}/servers/production/weather`;
const SCOPES = [
  'mcp:servers:read',
  'mcp:capabilities:read',
  'mcp:capabilities:use',
];
const keyOnly = {
  me: {
    ...administrator,
    connect: { ...administrator.connect!, signIn: false },
  },
};
const without = ({ name }: { name: string }) => ({
  me: {
    ...administrator,
    permissions: administrator.permissions.filter(each => each !== name),
  },
});

async function open(changes: Partial<MockWorld> = {}, server = weather) {
  const user = userEvent.setup();
  const copied = jest
    .spyOn(navigator.clipboard, 'writeText')
    .mockResolvedValue();
  const page = renderPage(`/servers/${server.id}`, changes);
  await user.click(
    await screen.findByRole('button', { name: 'Choose your client' }),
  );
  const dialog = within(await screen.findByRole('dialog'));
  /** What a client is told to read. */
  const fileOf = async (client: string) => {
    await user.click(dialog.getByRole('tab', { name: client }));
    await user.click(
      dialog.getByRole('button', { name: `Copy configuration for ${client}` }),
    );
    return copied.mock.calls.at(-1)![0];
  };
  return { ...page, user, dialog, fileOf };
}

describe('ConnectDialog', () => {
  it('leads through SprintConnect, to one server, by signing in', async () => {
    const { dialog, fileOf } = await open();
    expect(await dialog.findByText(OWN)).toBeVisible();
    expect(dialog.getByRole('radio', { name: /Sign in/ })).toBeChecked();
    expect(JSON.parse(await fileOf('Claude Code'))).toEqual({
      mcpServers: { weather: { type: 'http', url: OWN } },
    });
    for (const client of ['VS Code', 'Cursor', 'Codex', 'JSON']) {
      const file = await fileOf(client);
      expect(file).toContain(OWN);
      expect(file).not.toContain('Authorization');
    }
    for (const client of ['LangGraph', 'curl']) {
      expect(await fileOf(client)).toContain('SPRINTCONNECT_KEY');
      expect(
        dialog.getByText(
          `${client} can't sign in, so it needs an API key. The key is read from SPRINTCONNECT_KEY, so the file contains no secret.`,
        ),
      ).toBeVisible();
    }
  });

  it('leads to everything that the reader may use', async () => {
    const { dialog, fileOf, user } = await open();
    await user.click(
      await dialog.findByRole('radio', { name: /All servers you can use/ }),
    );
    expect(dialog.getByText(ALL)).toBeVisible();
    expect(JSON.parse(await fileOf('VS Code'))).toEqual({
      servers: { sprintconnect: { type: 'http', url: ALL } },
    });
  });

  it('is opened from Discover for everything, and gives the focus back', async () => {
    renderPage('/discover');
    const button = await screen.findByRole('button', {
      name: 'Connect your agent',
    });
    await userEvent.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText(ALL)).toBeVisible();
    expect(dialog.queryByRole('radio', { name: 'Directly' })).toBeNull();
    expect(dialog.queryByText('Your agent can use')).toBeNull();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(button).toHaveFocus());
  });

  it('makes a key for use alone, shows its secret once, and stays until it is stored', async () => {
    const { dialog, fileOf, user, world } = await open();
    await user.click(await dialog.findByRole('radio', { name: /API key/ }));
    await user.click(dialog.getByRole('button', { name: 'Create key' }));
    const form = within(dialog.getByRole('form', { name: 'New API key' }));
    const name = form.getByRole('textbox', { name: /Name/ });
    expect(name).toHaveValue(`${weather.title} agent`);
    await user.clear(name);
    await user.click(form.getByRole('button', { name: 'Create key' }));
    expect(await form.findByText('Enter a name.')).toBeVisible();
    expect(world.requests.join()).not.toContain('POST');
    await user.type(name, 'My agent');
    await user.click(form.getByRole('button', { name: 'Create key' }));
    const secret = (await dialog.findByText(/^sck_/)).textContent!;
    expect(world.apiKeys[0]).toMatchObject({
      name: 'My agent',
      scopes: SCOPES,
      roles: [],
      expiresAt: expect.any(String),
    });
    const [close] = dialog.getAllByRole('button', { name: 'Close' }).slice(-1);
    expect(close).toBeDisabled();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('dialog')).toBeVisible();
    expect(dialog.getByRole('radio', { name: 'Directly' })).toBeDisabled();
    expect(dialog.getByRole('radio', { name: /Sign in/ })).toBeDisabled();
    const file = await fileOf('Claude Code');
    expect(file).toContain('Bearer ${SPRINTCONNECT_KEY}');
    expect(file).not.toContain(secret);
    await user.click(dialog.getByRole('checkbox', { name: "I've stored it" }));
    await user.click(close);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(
      screen.getByRole('button', { name: 'Choose your client' }),
    );
    await screen.findByRole('dialog');
    expect(screen.queryByText(secret)).toBeNull();
  });

  it('says why a key could not be made, and tries again', async () => {
    const { dialog, user, world } = await open({
      ...keyOnly,
      refusals: new Map([
        ['POST /v1/api-keys', { status: 503, detail: 'Away.' }],
      ]),
    });
    await user.click(await dialog.findByRole('button', { name: 'Create key' }));
    const form = within(dialog.getByRole('form', { name: 'New API key' }));
    await user.click(form.getByRole('button', { name: 'Create key' }));
    expect(await form.findByText('Away.')).toBeVisible();
    world.refusals.clear();
    await user.click(form.getByRole('button', { name: 'Create key' }));
    expect(await dialog.findByText(/^sck_/)).toBeVisible();
  });

  it('has the way by key first where nobody can sign in to clients', async () => {
    const { dialog, fileOf } = await open(keyOnly);
    expect(
      await dialog.findByText('Your agent needs an API key'),
    ).toBeVisible();
    expect(
      dialog.getByText(/auth\.clientIdMetadataDocuments\.enabled/),
    ).toBeVisible();
    expect(dialog.queryByRole('radio', { name: /Sign in/ })).toBeNull();
    expect(await fileOf('Claude Code')).toContain('SPRINTCONNECT_KEY');
  });

  it('has who may make no keys ask for one', async () => {
    const { dialog, user } = await open(without(accessManagePermission));
    await user.click(await dialog.findByRole('radio', { name: /API key/ }));
    expect(
      dialog.getByText(new RegExp(`Ask one for .*${SCOPES.join(', ')}`)),
    ).toBeVisible();
    expect(dialog.queryByRole('button', { name: 'Create key' })).toBeNull();
  });

  it('tells who may use nothing so, and leaves them the direct way', async () => {
    const { dialog, fileOf, user } = await open(
      without(capabilityUsePermission),
    );
    expect(screen.queryByText(OWN)).toBeNull();
    expect(
      await dialog.findByText('sprintconnect.capability.use'),
    ).toBeVisible();
    await user.click(dialog.getByRole('radio', { name: 'Directly' }));
    expect(JSON.parse(await fileOf('VS Code'))).toMatchObject({
      servers: { weather: { url: 'https://weather.example.com/mcp' } },
    });
  });

  it('says so where the backend does not tell how to connect', async () => {
    const { dialog } = await open({
      me: { ...administrator, connect: undefined },
    });
    expect(
      await dialog.findByText(/backend doesn't say how to connect/),
    ).toBeVisible();
  });

  it('warns of a server whose calls are refused', async () => {
    const { dialog } = await open({
      servers: [{ ...weather, status: 'quarantined' }],
    });
    expect(
      await dialog.findByText(/Calls to this server are refused/),
    ).toBeVisible();
  });

  it('explains the direct way to a process beside the portal, which SprintConnect reaches', async () => {
    const { dialog, user } = await open({}, memory);
    expect(await dialog.findByText(/^https:.*\/memory$/)).toBeVisible();
    await user.click(dialog.getByRole('radio', { name: 'Directly' }));
    expect(
      dialog.getByText(/run the same command from your client/),
    ).toHaveTextContent('entry "memory"');
    expect(dialog.queryByRole('tab', { name: 'Claude Code' })).toBeNull();
  });
});
