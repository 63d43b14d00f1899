import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  credentialManagePermission,
  serverReadPermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { administrator } from '../../../dev/access';
import { credentials } from '../../../dev/credentials';
import {
  ago,
  everything,
  servers,
  vault,
  weather,
} from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { paste } from '../../__testUtils__/paste';
import { renderPage } from '../../__testUtils__/renderPage';

const DAY = 24 * 60;
const own = credentials.find(each => !each.shared)!;
const withOwn = { ...everything, credentialRef: own.id };
const without = (...names: string[]) => ({
  ...administrator,
  permissions: administrator.permissions.filter(each => !names.includes(each)),
});

async function renderServer(
  server: typeof weather,
  changes: Partial<MockWorld> = {},
) {
  const page = renderPage(`/servers/${server.id}`, {
    servers: [...servers.filter(({ id }) => id !== server.id), server],
    ...changes,
  });
  await screen.findByRole('heading', { name: server.title });
  return page;
}

const panel = async () =>
  within(await screen.findByRole('region', { name: 'Credential' }));
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));
const dialog = async () => within(await screen.findByRole('dialog'));
const current = (world: MockWorld, { id }: { id: string }) =>
  world.servers.find(each => each.id === id)!;
const writes = (world: MockWorld) =>
  world.requests.filter(each => !each.startsWith('GET'));

describe('CredentialPanel', () => {
  it('tells everything of the credential but its secret', async () => {
    await renderServer(withOwn);
    const { findByText, getByText } = await panel();
    expect(await findByText('Header')).toBeVisible();
    expect(getByText('X-API-Key')).toBeVisible();
    expect(getByText('3')).toBeVisible();
    expect(getByText('20 minutes ago')).toBeVisible();
    // Within the week of the first notification.
    expect(getByText(/^Expires in 5 days$/)).toBeVisible();
    expect(getByText(/Version 2 is also accepted until/)).toBeVisible();
    expect(getByText('http://localhost:7301')).toBeVisible();
  });

  it('says of one that is past that it expired, and of a shared one where it is managed', async () => {
    await renderServer({ ...weather, credentialRef: 'legacy-gateway' });
    const { findByText, getByRole, queryByRole, getByText } = await panel();
    expect(await findByText(/^Expired 2 days ago$/)).toBeVisible();
    expect(getByText('legacy-gateway')).toBeVisible();
    expect(
      getByRole('link', { name: 'Manage shared credentials' }),
    ).toHaveAttribute('href', '/sprintconnect/admin/credentials');
    // It is not this server's to rotate.
    expect(queryByRole('button', { name: 'Rotate…' })).toBeNull();
  });

  it('offers who may not manage shared ones no way there', async () => {
    await renderServer(weather, {
      me: without(credentialManagePermission.name),
    });
    const { findByText, queryByRole } = await panel();
    expect(await findByText('weather-token')).toBeVisible();
    expect(queryByRole('link', { name: /Manage/ })).toBeNull();
    expect(queryByRole('button', { name: /End overlap/ })).toBeNull();
  });

  it.each([
    [weather, 'weather-token'],
    [withOwn, 'Its own'],
  ])('tells readers of %j only that there is one', async (server, said) => {
    const { world } = await renderServer(server, {
      me: without(serverUpdatePermission.name),
    });
    const about = within(await screen.findByRole('region', { name: 'About' }));
    expect(about.getByText(said)).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Credential' })).toBeNull();
    expect(world.requests.join()).not.toContain('credential');
    expect(document.body).not.toHaveTextContent(own.id);
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = await renderServer(weather, {
      refusals: new Map([
        [
          'GET /v1/servers/:id/credential',
          { status: 503, detail: 'No database.' },
        ],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    const { getByRole, findByText } = await panel();
    await userEvent.click(getByRole('button', { name: 'Try again' }));
    expect(await findByText('weather-token')).toBeVisible();
  });

  it('offers another where the credential is gone', async () => {
    await renderServer({ ...weather, credentialRef: 'gone-token' });
    const { findByText, getByRole } = await panel();
    expect(await findByText(/doesn't exist/)).toBeVisible();
    expect(getByRole('button', { name: 'Add credential' })).toBeVisible();
  });

  it('rotates with an overlap', async () => {
    const { world, client } = await renderServer(withOwn);
    const sent = jest.spyOn(client.credentials, 'putOfServer');
    await press('Rotate…');
    const form = await dialog();
    expect(form.getByText(/This ends version 2 right away/)).toBeVisible();
    expect(form.getByRole('textbox', { name: /^Header name/ })).toHaveValue(
      'X-API-Key',
    );
    expect(form.getByLabelText(/^Value/)).toHaveValue('');
    await userEvent.click(
      form.getByRole('button', { name: 'Rotate credential' }),
    );
    expect(await form.findByText('Value is required.')).toBeVisible();
    expect(writes(world)).toEqual([]);
    await paste(form.getByLabelText(/^Value/), 'marked-secret');
    const hours = form.getByRole('textbox', { name: /Overlap/ });
    await userEvent.clear(hours);
    await userEvent.type(hours, '2');
    await userEvent.tab();
    expect(form.getByText(/version 3 is tried until/)).toBeVisible();
    await userEvent.click(
      form.getByRole('button', { name: 'Rotate credential' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent.mock.calls[0][1]).toEqual({
      credential: {
        type: 'header',
        name: 'X-API-Key',
        secret: 'marked-secret',
      },
      overlapSeconds: 7200,
    });
    expect(document.body.innerHTML).not.toContain('marked-secret');
    const { findByText, queryByRole } = await panel();
    expect(await findByText(/Version 3 is also accepted until/)).toBeVisible();
    // The API ends those of shared credentials only.
    expect(queryByRole('button', { name: /End overlap/ })).toBeNull();
  });

  it('ends the overlap of a shared one, for who manages those', async () => {
    const { world } = await renderServer(weather);
    await press('End overlap now');
    expect((await dialog()).getByText(/Version 1 is deleted/)).toBeVisible();
    expect(writes(world)).toEqual([]);
    await press('End overlap');
    const { queryByText } = await panel();
    await waitFor(() => expect(queryByText(/is also accepted/)).toBeNull());
    expect(screen.queryByRole('button', { name: /End overlap/ })).toBeNull();
  });

  it('keeps what was typed when a rotation is refused, and says why', async () => {
    const { world } = await renderServer(withOwn, {
      refusals: new Map([
        [
          'PUT /v1/servers/:id/credential',
          {
            status: 400,
            detail: 'The request has 1 fault.',
            errors: [
              { path: 'credential.secret', message: 'has a blank' },
              { path: 'credential', message: "can't be sent there" },
            ],
          },
        ],
      ]),
    });
    await press('Rotate…');
    const form = await dialog();
    await userEvent.type(form.getByLabelText(/^Value/), 'a b');
    await userEvent.click(
      form.getByRole('button', { name: 'Rotate credential' }),
    );
    expect(await form.findByText('Value has a blank.')).toBeVisible();
    expect(form.getByText("Credential can't be sent there.")).toBeVisible();
    expect(form.getByLabelText(/^Value/)).toHaveValue('a b');
    expect(world.credentials.find(({ id }) => id === own.id)).toEqual(own);
  });

  it('removes the credential after saying what that means', async () => {
    const { world } = await renderServer(withOwn);
    await press('Remove…');
    const asked = await dialog();
    expect(asked.getByText(/secret is deleted for good/)).toBeVisible();
    await userEvent.click(
      asked.getByRole('button', { name: 'Remove credential' }),
    );
    const { findByText } = await panel();
    expect(await findByText(/doesn't log in to this server/)).toBeVisible();
    const asks = world.requests.slice(
      world.requests.findIndex(each => each.startsWith('DELETE')),
    );
    expect(asks.join()).not.toMatch(/GET \S+\/credential\b/);
    expect(current(world, everything)).not.toHaveProperty(
      'credentialRef',
      own.id,
    );
  });
});

describe('a server that asks for a login', () => {
  it('leads to a credential in place, tests it, and is refreshed with it', async () => {
    const { world, client } = await renderServer(vault);
    const sent = jest.spyOn(client.credentials, 'putOfServer');
    const { findByText } = await panel();
    expect(await findByText(/asks for a login. Add a/)).toBeVisible();
    const [notice] = await screen.findAllByRole('button', {
      name: 'Add credential',
    });
    await userEvent.click(notice);
    const form = await dialog();
    await paste(form.getByLabelText(/^Token/), 'wrong');
    await userEvent.click(
      form.getByRole('button', { name: 'Test connection' }),
    );
    expect(await form.findByText(/rejects the credential/)).toBeVisible();
    expect(writes(world)).toEqual(['POST /v1/servers/test']);
    await userEvent.clear(form.getByLabelText(/^Token/));
    await paste(form.getByLabelText(/^Token/), 'right');
    await userEvent.click(
      form.getByRole('button', { name: 'Test connection' }),
    );
    expect(await form.findByText('Connected')).toBeVisible();
    await userEvent.click(
      form.getByRole('button', { name: 'Save and refresh tools' }),
    );
    expect(await screen.findByText(/^Refresh finished/)).toBeVisible();
    expect(sent.mock.calls[0][1]).toEqual({
      credential: { type: 'bearer', secret: 'right' },
    });
    expect(writes(world)).toContain(`POST /v1/servers/${vault.id}/discover`);
    await waitFor(() =>
      expect(screen.queryByText('This server asks for a login')).toBeNull(),
    );
    expect(await (await panel()).findByText('Bearer token')).toBeVisible();
  });

  it('takes a shared credential as well', async () => {
    const { world } = await renderServer(vault);
    const [notice] = await screen.findAllByRole('button', {
      name: 'Add credential',
    });
    await userEvent.click(notice);
    const form = await dialog();
    await userEvent.click(
      form.getByRole('radio', { name: 'Use a shared credential' }),
    );
    await userEvent.click(
      await form.findByRole('button', { name: /Shared credential/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: /^billing-client/ }),
    );
    await userEvent.click(
      form.getByRole('button', { name: 'Save and refresh tools' }),
    );
    await waitFor(() =>
      expect(current(world, vault).credentialRef).toBe('billing-client'),
    );
  });

  it('saves although the server changed meanwhile', async () => {
    const { world } = await renderServer(vault);
    const [notice] = await screen.findAllByRole('button', {
      name: 'Add credential',
    });
    await userEvent.click(notice);
    const form = await dialog();
    await userEvent.click(
      form.getByRole('radio', { name: 'Use a shared credential' }),
    );
    await userEvent.click(
      await form.findByRole('button', { name: /Shared credential/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: /^weather-token/ }),
    );
    world.servers = world.servers.map(each =>
      each.id === vault.id ? { ...each, revision: each.revision + 5 } : each,
    );
    await userEvent.click(
      form.getByRole('button', { name: 'Save and refresh tools' }),
    );
    await waitFor(() =>
      expect(current(world, vault).credentialRef).toBe('weather-token'),
    );
  });

  it('says that it rejects the credential that it has', async () => {
    await renderServer({
      ...vault,
      credentialRef: 'legacy-gateway',
      lastError: { code: 'auth', message: 'HTTP 403', at: ago(DAY) },
    });
    const { findByText } = await panel();
    expect(
      await findByText('The server rejects this credential'),
    ).toBeVisible();
  });

  it('offers nothing to who may not', async () => {
    const { world } = await renderServer(vault, {
      me: { ...administrator, permissions: [serverReadPermission.name] },
    });
    expect(
      await screen.findByText('This server asks for a login'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Add credential' })).toBeNull();
    expect(writes(world)).toEqual([]);
  });
});
