import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  problemTypeOf,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { administrator } from '../../../dev/access';
import { servers, weather } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { paste } from '../../__testUtils__/paste';
import { renderPage } from '../../__testUtils__/renderPage';

const renderCredentials = (changes: Partial<MockWorld> = {}) =>
  renderPage('/admin/credentials', changes);
const row = (name: RegExp) => screen.findByRole('row', { name });
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));
const dialog = async () => within(await screen.findByRole('dialog'));
const intend = async (name: string, intent: RegExp) => {
  await press(`Actions for ${name}`);
  await userEvent.click(await screen.findByRole('menuitem', { name: intent }));
  return dialog();
};
const closed = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const named = (world: MockWorld, name: string) =>
  world.credentials.find(each => each.name === name);
const writes = (world: MockWorld) =>
  world.requests.filter(each => !each.startsWith('GET'));

describe('CredentialsPage', () => {
  it('lists the shared ones by name, with their age, their end and their use', async () => {
    renderCredentials();
    expect(await row(/billing-client/)).toHaveTextContent(
      /OAuth client credentialsVersion 4.*3 days ago/,
    );
    expect(await row(/legacy-gateway/)).toHaveTextContent(
      /Expired 2 days ago.*No server/,
    );
    expect(await row(/partner-certificate/)).toHaveTextContent(
      /Expires in \d days/,
    );
    expect(await row(/weather-token/)).toHaveTextContent(
      /Bearer tokenVersion 2, overlap.*No expiry date set.*1 server/,
    );
    // That of one server is on its page.
    expect(screen.queryByRole('row', { name: /X-API-Key/ })).toBeNull();
    expect(screen.getAllByRole('row')).toHaveLength(5);
  });

  it('shows a credential whole, with the servers that use it', async () => {
    renderCredentials({
      servers: [
        ...servers,
        {
          ...weather,
          id: '01930000-0000-7000-8000-000000009999',
          title: 'Hidden',
          owner: 'group:default/secret',
        },
      ],
    });
    await userEvent.click(await row(/weather-token/));
    const { findByRole, getByText } = await dialog();
    const uses = await findByRole('link', { name: 'Weather' });
    expect(uses).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${weather.id}`,
    );
    expect(getByText("and 1 server you can't see")).toBeVisible();
    expect(getByText('https://tides.example.com')).toBeVisible();
    expect(getByText(/Version 1 is also accepted until/)).toBeVisible();
    expect(screen.queryByText('Hidden')).toBeNull();
  });

  it('adds one, with faults at their fields', async () => {
    const { world, client } = renderCredentials();
    const sent = jest.spyOn(client.credentials, 'create');
    await press('Add shared credential');
    const form = await dialog();
    const add = () =>
      userEvent.click(form.getByRole('button', { name: 'Add credential' }));
    await add();
    expect(await form.findByText('Name is required.')).toBeVisible();
    expect(form.getByText('Enter at least one origin.')).toBeVisible();
    expect(form.getByText('Token is required.')).toBeVisible();
    const text = (name: RegExp) => form.getByRole('textbox', { name });
    await waitFor(() => expect(text(/^Name/)).toHaveFocus());
    await paste(text(/^Name/), 'no blanks here');
    expect(form.getByText(/Name can contain only letters/)).toBeVisible();
    await paste(text(/^Origins/), 'tides');
    expect(form.getByText(/must be an origin such as/)).toBeVisible();
    expect(writes(world)).toEqual([]);

    await userEvent.clear(text(/^Name/));
    await paste(text(/^Name/), 'weather-token');
    await userEvent.clear(text(/^Origins/));
    await userEvent.type(
      text(/^Origins/),
      'https://Tides.example.com/mcp, https://two.example.com',
    );
    await userEvent.click(form.getByRole('checkbox', { name: 'production' }));
    await paste(form.getByLabelText(/^Token/), 'marked-secret');
    await add();
    expect(await form.findByText('Name is already used.')).toBeVisible();
    expect(form.getByLabelText(/^Token/)).toHaveValue('marked-secret');
    await userEvent.clear(text(/^Name/));
    await paste(text(/^Name/), 'tides-token');
    await add();
    await closed();
    expect(sent.mock.calls.at(-1)![0]).toEqual({
      name: 'tides-token',
      origins: ['https://tides.example.com', 'https://two.example.com'],
      environments: ['production'],
      credential: { type: 'bearer', secret: 'marked-secret' },
    });
    expect(await row(/tides-token/)).toHaveTextContent('No server');
    expect(document.body.innerHTML).not.toContain('marked-secret');
  });

  it('rotates one, and ends its overlap', async () => {
    const { world } = renderCredentials();
    const form = await intend('weather-token', /Rotate/);
    await paste(form.getByLabelText(/^Token/), 'next');
    await userEvent.click(
      form.getByRole('button', { name: 'Rotate credential' }),
    );
    await closed();
    expect(named(world, 'weather-token')).toMatchObject({
      version: 3,
      previous: { version: 2 },
    });
    await waitFor(async () =>
      expect(await row(/weather-token/)).toHaveTextContent(
        'Bearer tokenVersion 3',
      ),
    );
    const asked = await intend('weather-token', /End overlap/);
    await userEvent.click(asked.getByRole('button', { name: 'End overlap' }));
    await closed();
    expect(named(world, 'weather-token')?.previous).toBeUndefined();
  });

  it('edits what is no secret', async () => {
    const { client } = renderCredentials();
    const sent = jest.spyOn(client.credentials, 'update');
    const form = await intend('billing-client', /Edit/);
    const text = (name: RegExp) => form.getByRole('textbox', { name });
    expect(text(/^Description/)).toHaveValue('Client of the payments team');
    expect(form.getByRole('checkbox', { name: 'production' })).toBeChecked();
    await userEvent.clear(text(/^Description/));
    await userEvent.clear(text(/^Remind/));
    await paste(text(/^Remind/), 'often');
    await userEvent.click(form.getByRole('button', { name: 'Save changes' }));
    expect(await form.findByText(/must be a whole number/)).toBeVisible();
    expect(sent).not.toHaveBeenCalled();
    await userEvent.clear(text(/^Remind/));
    await userEvent.type(text(/^Remind/), '30');
    await userEvent.click(form.getByRole('checkbox', { name: /no longer/ }));
    await userEvent.click(form.getByRole('button', { name: 'Save changes' }));
    await closed();
    expect(sent.mock.calls[0][1]).toEqual({
      description: null,
      environments: ['production'],
      rotateEveryDays: 30,
      expiresAt: null,
    });
  });

  it('deletes one that nobody uses, and says of others where they are used', async () => {
    const { world } = renderCredentials();
    const used = await intend('weather-token', /Delete/);
    expect(used.getByText(/1 server uses it/)).toBeVisible();
    expect(await used.findByRole('link', { name: 'Weather' })).toBeVisible();
    expect(
      used.queryByRole('button', { name: 'Delete credential' }),
    ).toBeNull();
    await userEvent.keyboard('{Escape}');
    await closed();
    expect(writes(world)).toEqual([]);
    const unused = await intend('legacy-gateway', /Delete/);
    await userEvent.click(
      unused.getByRole('button', { name: 'Delete credential' }),
    );
    await closed();
    expect(named(world, 'legacy-gateway')).toBeUndefined();
    await waitFor(() =>
      expect(screen.queryByRole('row', { name: /legacy/ })).toBeNull(),
    );
  });

  it('says where it is used when servers came to use it meanwhile', async () => {
    const { world } = renderCredentials();
    const asked = await intend('legacy-gateway', /Delete/);
    world.servers = world.servers.map(each =>
      each.id === weather.id
        ? { ...each, credentialRef: 'legacy-gateway' }
        : each,
    );
    await userEvent.click(
      asked.getByRole('button', { name: 'Delete credential' }),
    );
    expect(await asked.findByText('1 servers use it.')).toBeVisible();
    expect(await asked.findByRole('link', { name: 'Weather' })).toBeVisible();
    expect(named(world, 'legacy-gateway')).toBeDefined();
  });

  it('says what went wrong with a deletion, and nothing of uses', async () => {
    renderCredentials({
      refusals: new Map([
        [
          'DELETE /v1/credentials/:id',
          {
            status: 503,
            type: problemTypeOf('secrets-unavailable'),
            detail: 'The vault is sealed.',
          },
        ],
      ]),
    });
    const asked = await intend('legacy-gateway', /Delete/);
    await userEvent.click(
      asked.getByRole('button', { name: 'Delete credential' }),
    );
    expect(await asked.findByText('The vault is sealed.')).toBeVisible();
    expect(asked.queryByText('No server uses it.')).toBeNull();
  });

  it('explains itself where there is none', async () => {
    renderCredentials({ credentials: [] });
    expect(await screen.findByText('No shared credentials yet')).toBeVisible();
    await press('Add shared credential');
    expect(await dialog()).toBeDefined();
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = renderCredentials({
      refusals: new Map([
        ['GET /v1/credentials', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    await press('Try again');
    expect(await row(/weather-token/)).toBeVisible();
  });

  it('follows what others change', async () => {
    const { world, signals } = renderCredentials();
    expect(await row(/legacy-gateway/)).toBeVisible();
    world.credentials = world.credentials.filter(
      each => each.name !== 'legacy-gateway',
    );
    signals.send({ type: 'credential.changed' });
    await waitFor(() =>
      expect(screen.queryByRole('row', { name: /legacy/ })).toBeNull(),
    );
  });

  it('names whom to ask, and asks for nothing', async () => {
    const { world } = renderCredentials({
      me: { ...administrator, permissions: [serverReadPermission.name] },
    });
    expect(
      await screen.findByText("You don't have access to shared credentials"),
    ).toBeVisible();
    expect(screen.getByText('sprintconnect.credential.manage')).toBeVisible();
    expect(world.requests.join()).not.toContain('/v1/credentials');
  });
});
