import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ago, idOf, serverOf, weather } from '../../dev/fixtures';
import type { MockWorld } from '../../dev/mockWorld';
import { renderScaffolder } from './__testUtils__/renderScaffolder';

const renderTask = (
  output: Record<string, unknown> | undefined,
  changes: Partial<MockWorld> = {},
  portal: { templateRef?: string; config?: object } = {},
) =>
  renderScaffolder('/tasks/1', changes, { outputOf: () => output, ...portal });

const panel = (name: string) => screen.findByRole('region', { name });

/** As registration leaves it. */
const fresh = serverOf({
  id: idOf(700),
  name: 'harbour',
  title: 'Harbour pilot',
  environment: 'development',
  remotes: [{ type: 'streamable-http', url: 'http://127.0.0.1:7400/mcp' }],
  createdAt: ago(0),
});
const failed = {
  ...fresh,
  lastError: {
    code: 'refused',
    message: '127.0.0.1 refuses the connection on port 7400',
    at: ago(1),
  },
};

describe('what a task ends with that made a server', () => {
  it('is the server, live, beside what Backstage shows', async () => {
    renderTask(
      {
        serverId: weather.id,
        links: [{ title: 'Repository', url: 'https://example.com/repo' }],
      },
      { servers: [weather] },
    );
    const state = await panel('Your server is live');
    expect(within(state).getByText('Weather')).toBeVisible();
    expect(within(state).getByText('Active')).toBeVisible();
    expect(
      within(state).getByRole('link', { name: 'Open server' }),
    ).toHaveAttribute('href', `/sprintconnect/servers/${weather.id}`);
    expect(
      within(state).getByRole('link', { name: 'Open entity' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/^\/catalog\/default\/api\//),
    );
    const tools = await screen.findByRole('list', { name: 'Tools' });
    expect(within(tools).getByText('Get the forecast')).toBeVisible();
    expect(
      within(await panel('Connect your agent')).getByRole('button', {
        name: 'Choose your client',
      }),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Repository' })).toBeVisible();
  });

  it('tells of the first refresh, and turns live by itself', async () => {
    renderTask({ serverId: fresh.id }, { servers: [fresh] });
    expect(
      await screen.findByText('Refreshing for the first time…'),
    ).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Capabilities' })).toBeNull();
    expect(await panel('Your server is live')).toBeVisible();
    expect(await screen.findByRole('list', { name: 'Tools' })).toBeVisible();
  });

  it('follows what happens to the server', async () => {
    const { world, signals } = renderTask(
      { serverId: weather.id },
      { servers: [weather] },
    );
    await panel('Your server is live');
    world.servers = [
      { ...weather, lastError: { ...failed.lastError, message: 'Gone away' } },
    ];
    signals.send({ type: 'server.discovery.failed', serverId: weather.id });
    expect(await screen.findByText('Gone away')).toBeVisible();
    expect(screen.queryByText('Your server is live')).toBeNull();
  });

  it('says why the server could not be refreshed, and tries again', async () => {
    const { world } = renderTask(
      { serverId: failed.id },
      { servers: [failed] },
    );
    expect(
      await screen.findByText('127.0.0.1 refuses the connection on port 7400'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await panel('Your server is live')).toBeVisible();
    expect(world.requests).toContain(`POST /v1/servers/${failed.id}/discover`);
  });

  it('offers no other try to who may not refresh it', async () => {
    const access = {
      update: false,
      discover: false,
      probe: false,
      delete: false,
    };
    renderTask({ serverId: failed.id }, { servers: [{ ...failed, access }] });
    expect(
      await screen.findByText('127.0.0.1 refuses the connection on port 7400'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('says that the server is retired', async () => {
    renderTask(
      { serverId: weather.id },
      { servers: [{ ...weather, status: 'retired' }] },
    );
    expect(await screen.findByText(/This server is retired/)).toBeVisible();
    expect(
      screen.queryByRole('region', { name: 'Connect your agent' }),
    ).toBeNull();
  });

  it('says that there is no such server', async () => {
    renderTask({ serverId: idOf(999) }, { servers: [] });
    expect(
      within(await panel('Your server')).getByText('Server not found'),
    ).toBeVisible();
  });

  it('says who may not see it what is missing', async () => {
    renderTask(
      { serverId: weather.id },
      {
        servers: [weather],
        refusals: new Map([['GET /v1/servers/:id', { status: 403 }]]),
      },
    );
    expect(
      await screen.findByText("You don't have access to this server"),
    ).toBeVisible();
    expect(screen.getByText('sprintconnect.server.read')).toBeVisible();
  });

  it('offers another try where the backend does not answer', async () => {
    const { world } = renderTask(
      { serverId: weather.id },
      { servers: [weather], unreachable: true },
    );
    expect(
      await screen.findByText("SprintConnect can't be reached"),
    ).toBeVisible();
    world.unreachable = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await panel('Your server is live')).toBeVisible();
  });
});

describe('what a task ends with whose server is deployed later', () => {
  const entityRef = weather.entityRef;

  it('says what happens next, and leads to the entity', async () => {
    renderTask({ entityRef: 'api:default/harbour' }, { servers: [] });
    const next = await panel('What happens next');
    expect(within(next).getAllByRole('listitem')).toHaveLength(2);
    expect(
      within(next).getByRole('link', { name: 'Open entity' }),
    ).toHaveAttribute('href', '/catalog/default/api/harbour');
    expect(
      within(next).queryByRole('link', { name: 'Open server' }),
    ).toBeNull();
  });

  it('turns into the server once it is live', async () => {
    const coming = { ...failed, entityRef: 'api:default/harbour' };
    const { world, signals } = renderTask(
      { entityRef: 'api:default/harbour' },
      { servers: [coming] },
    );
    const next = await panel('What happens next');
    expect(
      await within(next).findByText(
        'Last attempt: 127.0.0.1 refuses the connection on port 7400',
      ),
    ).toBeVisible();
    expect(
      within(next).getByRole('link', { name: 'Open server' }),
    ).toHaveAttribute('href', `/sprintconnect/servers/${coming.id}`);
    world.servers = [
      { ...weather, id: coming.id, entityRef: coming.entityRef },
    ];
    signals.send({ type: 'server.discovery.completed', serverId: coming.id });
    expect(await panel('Your server is live')).toBeVisible();
    expect(screen.queryByText('What happens next')).toBeNull();
  });

  it.each([
    ['the backend does not answer', { unreachable: true }],
    [
      'the reader may not see servers',
      { refusals: new Map([['GET /v1/servers', { status: 403 }]]) },
    ],
  ])('says the same where %s', async (_, changes) => {
    renderTask({ entityRef }, changes);
    expect(await panel('What happens next')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('what any other task ends with', () => {
  const output = {
    serverId: weather.id,
    links: [{ title: 'Repository', url: 'https://example.com/repo' }],
  };

  it('is what Backstage shows', async () => {
    const { world } = renderTask(
      output,
      {},
      { templateRef: 'template:default/other' },
    );
    expect(
      await screen.findByRole('button', { name: 'Repository' }),
    ).toBeVisible();
    expect(screen.queryByText(/Your server/)).toBeNull();
    expect(world.requests).toEqual([]);
  });

  it('is the server, too, where the configuration names the template', async () => {
    const extension = 'scaffolder-template-outputs:sprintconnect/server';
    renderTask(
      output,
      {},
      {
        templateRef: 'template:default/other',
        config: {
          extensions: [
            {
              [extension]: {
                config: { templates: ['template:default/other'] },
              },
            },
          ],
        },
      },
    );
    expect(await panel('Your server is live')).toBeVisible();
  });

  it('is nothing where one of ours made no server', async () => {
    renderTask(undefined);
    await waitFor(() =>
      expect(screen.queryByRole('progressbar')).not.toBeInTheDocument(),
    );
    await act(async () => {});
    expect(screen.queryByText(/Your server|What happens next/)).toBeNull();
  });
});
