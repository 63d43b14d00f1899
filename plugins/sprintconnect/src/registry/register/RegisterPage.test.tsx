import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { MockWorld } from '../../../dev/mockWorld';
import { renderPage } from '../../__testUtils__/renderPage';

async function renderForm(changes: Partial<MockWorld> = {}) {
  const page = renderPage('/servers/register', changes);
  await screen.findByRole('form', { name: 'Register a server' });
  return page;
}

/** Those of the catalog offer what fits. */
const field = (name: RegExp) =>
  screen.queryByRole('combobox', { name }) ??
  screen.getByRole('textbox', { name });
const submit = () =>
  userEvent.click(screen.getByRole('button', { name: 'Register server' }));
const posts = (world: MockWorld) =>
  world.requests.filter(each => each.startsWith('POST'));

describe('RegisterPage', () => {
  it('registers a server and leads to its page', async () => {
    const { world } = await renderForm({ servers: [] });
    await userEvent.type(field(/^Name/), 'weather');
    await userEvent.type(field(/^URL/), 'https://weather.example.com/mcp');
    await userEvent.type(field(/^Tags/), 'public, weather');
    await userEvent.type(field(/^Owner/), 'group:default/platform');
    await userEvent.tab();
    await submit();
    expect(
      await screen.findByText('Refreshing for the first time…'),
    ).toBeVisible();
    expect(world.servers).toMatchObject([
      {
        name: 'weather',
        environment: 'development',
        remotes: [
          { type: 'streamable-http', url: 'https://weather.example.com/mcp' },
        ],
        tags: ['public', 'weather'],
        owner: 'group:default/platform',
      },
    ]);
  });

  it('finds the fault of a field once it is left, and only then', async () => {
    await renderForm();
    await userEvent.type(field(/^Name/), 'not a name');
    expect(
      screen.queryByText(/can contain only letters/),
    ).not.toBeInTheDocument();
    await userEvent.tab();
    expect(screen.getByText(/Name can contain only letters/)).toBeVisible();
    expect(field(/^Name/)).toBeInvalid();
    expect(field(/^Name/)).toHaveAccessibleDescription(
      /can contain only letters/,
    );
    await userEvent.clear(field(/^Name/));
    await userEvent.type(field(/^Name/), 'a-name');
    expect(
      screen.queryByText(/can contain only letters/),
    ).not.toBeInTheDocument();
  });

  it.each([
    [/^URL/, 'ftp://files.example', 'URL must be an http or https URL.'],
    [/^URL/, 'weather', /URL must be a full URL/],
    [/^URL/, 'https://me:secret@a.example', /can't contain credentials/],
    [/^URL/, 'https://a.example/?apiKey=s', /remove the parameter "apiKey"/],
    [/^Tags/, 'fine, Not Fine', /Tag "Not Fine" can contain only/],
    [/^Tags/, 'one, one', /can't contain a tag twice/],
    [/^Owner/, 'group:a/b/c', /Owner isn't an entity reference/],
    [
      /^Lifecycle/,
      'in production',
      /Lifecycle must be a name such as production/,
    ],
    [/^Title/, 'x'.repeat(201), 'Title can have at most 200 characters.'],
  ])('says of %s "%s" what is wrong', async (name, text, message) => {
    await renderForm();
    await userEvent.click(field(name));
    await userEvent.paste(text);
    await userEvent.tab();
    expect(await screen.findByText(message)).toBeVisible();
  });

  it('sends nothing while there are faults, and leads to the first', async () => {
    const { world } = await renderForm();
    await submit();
    expect(await screen.findByText('Name is required.')).toBeVisible();
    expect(screen.getByText('URL is required.')).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent('2 fields');
    await waitFor(() => expect(field(/^Name/)).toHaveFocus());
    expect(posts(world)).toEqual([]);
  });

  it('puts what the server finds at its field and keeps all that was typed', async () => {
    const { world } = await renderForm({
      refusals: new Map([
        [
          'POST /v1/servers',
          {
            status: 400,
            detail: 'The request has 2 faults.',
            errors: [
              {
                path: 'remotes[0].url',
                message: "isn't allowed: 10.0.0.1 is a private address.",
              },
              { path: 'name', message: 'is already used' },
            ],
          },
        ],
      ]),
    });
    await userEvent.type(field(/^Name/), 'weather');
    await userEvent.type(field(/^URL/), 'https://10.0.0.1/mcp');
    await submit();
    expect(await screen.findByText('Name is already used.')).toBeVisible();
    expect(
      screen.getByText("URL isn't allowed: 10.0.0.1 is a private address."),
    ).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The request has 2 faults.',
    );
    expect(field(/^URL/)).toHaveValue('https://10.0.0.1/mcp');
    expect(posts(world)).toHaveLength(1);

    world.refusals.clear();
    await userEvent.type(field(/^Name/), '-2');
    expect(screen.queryByText('Name is already used.')).not.toBeInTheDocument();
    expect(
      screen.getByText("URL isn't allowed: 10.0.0.1 is a private address."),
    ).toBeVisible();
    await submit();
    expect(
      await screen.findByRole('heading', { name: 'weather-2' }),
    ).toBeVisible();
  });

  it('adds remotes up to the limit and takes them away', async () => {
    await renderForm();
    const add = screen.getByRole('button', { name: 'Add remote' });
    expect(
      screen.queryByRole('button', { name: /Remove remote/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(add);
    const second = screen.getByRole('group', { name: 'Remote 2' });
    await waitFor(() =>
      expect(within(second).getByRole('textbox')).toHaveFocus(),
    );
    await userEvent.keyboard('https://second.example');
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove remote 1' }),
    );
    expect(field(/^URL/)).toHaveValue('https://second.example');
    expect(add).toHaveFocus();
    for (let remotes = 1; remotes < 10; remotes++) await userEvent.click(add);
    expect(screen.getAllByRole('group', { name: /^Remote/ })).toHaveLength(10);
    expect(add).toBeDisabled();
  });

  it('offers stdio only where an administrator set it up', async () => {
    const { world, unmount } = await renderForm();
    await userEvent.click(screen.getByRole('button', { name: /Transport/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'stdio' }));
    expect(screen.getByRole('button', { name: /Entry/ })).toHaveTextContent(
      'memory',
    );
    unmount();
    await renderForm({ me: { ...world.me, stdioEntries: [] } });
    await userEvent.click(screen.getByRole('button', { name: /Transport/ }));
    await screen.findByRole('option', { name: 'SSE' });
    expect(
      screen.queryByRole('option', { name: 'stdio' }),
    ).not.toBeInTheDocument();
  });

  it('shows no form to those who may not register', async () => {
    renderPage('/servers/register', {
      me: {
        caller: { type: 'user', ref: 'user:default/viewer' },
        orgId: 'default',
        roles: ['viewer'],
        permissions: [],
        environments: ['development'],
        stdioEntries: [],
      },
    });
    expect(
      await screen.findByText("You don't have permission to register servers"),
    ).toBeVisible();
    expect(screen.queryByRole('form')).not.toBeInTheDocument();
  });

  it('says so when the form cannot be prepared', async () => {
    const { world } = renderPage('/servers/register', {
      refusals: new Map([['GET /v1/me', { status: 503, detail: 'Away.' }]]),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('Away.');
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('form')).toBeVisible();
  });
});
