import { MockStarredEntitiesApi } from '@backstage/plugin-catalog-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  drifting,
  everything,
  harbour,
  idOf,
  memory,
  vault,
  weather,
} from '../../../dev/fixtures';
import { summaryOf } from '../../../dev/health';
import { renderPage } from '../../__testUtils__/renderPage';
import { saidAgo } from '../../__testUtils__/saidAgo';

/** The ids that each request for summaries asked for. */
const summariesOf = (requests: string[]) =>
  requests
    .filter(each => each.includes('/health-summaries'))
    .map(each => decodeURIComponent(each.split('ids=')[1]).split(','));

describe('ServersPage', () => {
  it('lists servers with what tells them apart', async () => {
    renderPage('/servers');
    const row = await screen.findByRole('row', { name: /Everything/ });
    expect(row).toHaveTextContent('The reference server');
    expect(row).toHaveTextContent('development');
    expect(row).toHaveTextContent(
      '13 tools · 7 resources · 2 templates · 4 prompts',
    );
    await waitFor(() =>
      expect(row).toHaveTextContent(saidAgo(everything.lastDiscoveredAt!)),
    );
    expect(row).toHaveTextContent('Degraded');
    expect(screen.getByRole('row', { name: /Billing/ })).toHaveTextContent(
      /Refresh failed/,
    );
    expect(screen.getByText('28 servers')).toBeInTheDocument();
  });

  it('tells a discovery in part from a failed one and a whole one', async () => {
    const { world } = renderPage('/servers', { servers: [harbour] });
    const row = await screen.findByRole('row', { name: /Harbour/ });
    expect(row).toHaveTextContent(/Partly refreshed/);
    await userEvent.hover(
      within(row).getByRole('button', { name: 'Partly refreshed' }),
    );
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      /tool was left out Couldn't list prompts/,
    );
    expect(world.requests).toContainEqual(
      expect.stringMatching(/fields=.*listFaults/),
    );
  });

  it('marks a server with changes that nobody has looked at', async () => {
    const { world } = renderPage('/servers', { servers: [drifting] });
    const row = await screen.findByRole('row', { name: /Weather/ });
    expect(within(row).getByText('2 warnings')).toBeVisible();
    expect(world.requests).toContainEqual(
      expect.stringMatching(/fields=.*drift/),
    );
  });

  it('says calmly that a server asks for a login, and finds such servers', async () => {
    renderPage('/servers', { servers: [vault, weather] });
    const row = await screen.findByRole('row', { name: /Vault/ });
    await waitFor(() =>
      expect(row).toHaveTextContent(/Asks for login.*for 6 d/),
    );
    expect(row).toHaveTextContent('Needs a login');
    expect(row).not.toHaveTextContent(/failed|Unhealthy/);
    await userEvent.click(screen.getByRole('button', { name: /\bHealth$/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: /Asks for login/ }),
    );
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('1 server')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /Vault/ })).toBeVisible();
    expect(screen.queryByRole('row', { name: /Weather/ })).toBeNull();
  });

  it('leads from page to page and back', async () => {
    const { world } = renderPage('/servers');
    expect(await screen.findByText('1–20 of 28')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /next/i }));
    expect(await screen.findByText('21–28 of 28')).toBeInTheDocument();
    expect(await screen.findByRole('row', { name: /Weather/ })).toBeVisible();
    expect(world.requests).toContainEqual(
      expect.stringMatching(/^GET \/v1\/servers\?.*cursor=20/),
    );
    await userEvent.click(screen.getByRole('button', { name: /previous/i }));
    expect(await screen.findByText('1–20 of 28')).toBeInTheDocument();
  });

  it('leads back from a page that is not there any more', async () => {
    const { world, signals } = renderPage('/servers');
    expect(await screen.findByText('1–20 of 28')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /next/i }));
    expect(await screen.findByText('21–28 of 28')).toBeInTheDocument();
    world.servers = [...world.servers]
      .sort((one, other) => one.name.localeCompare(other.name))
      .slice(0, 20);
    signals.send({ type: 'server.retired', serverId: weather.id });
    expect(await screen.findByText('1–20 of 20')).toBeInTheDocument();
  });

  it('searches once typing has paused, and says when nothing matches', async () => {
    const { world } = renderPage('/servers');
    await screen.findByRole('row', { name: /Everything/ });
    const search = screen.getByRole('searchbox', { name: 'Search servers' });
    await userEvent.type(search, 'weath');
    expect(await screen.findByText('1 server')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /Weather/ })).toBeVisible();
    expect(world.requests.filter(each => each.includes('q=w&'))).toEqual([]);

    await userEvent.type(search, 'zzz');
    expect(await screen.findByText('No matching servers')).toBeVisible();
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(await screen.findByText('28 servers')).toBeInTheDocument();
    expect(search).toHaveValue('');
  });

  it('takes its filters from the address and counts each value', async () => {
    renderPage('/servers?environment=staging&tag=internal');
    expect(await screen.findByText('8 servers')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /Environment/ }));
    const options = await screen.findByRole('listbox');
    expect(
      within(options).getByRole('option', { name: 'staging (8)' }),
    ).toHaveAttribute('aria-selected', 'true');
  });

  it('teaches how to register where there is no server yet', async () => {
    renderPage('/servers', { servers: [] });
    expect(await screen.findByText('No servers yet')).toBeVisible();
    expect(screen.getByText(/type: mcp-server/)).toBeVisible();
    // A retired server is found only by its status.
    expect(screen.getByRole('searchbox')).toBeVisible();
    expect(screen.getByRole('button', { name: /Status/ })).toBeVisible();
    expect(
      screen.getByRole('button', {
        name: 'Copy the catalog-info.yaml example',
      }),
    ).toBeVisible();
    expect(
      (await screen.findAllByRole('link', { name: 'Register server' }))[0],
    ).toHaveAttribute('href', '/sprintconnect/servers/register');
  });

  it('keeps the filters where nobody knows what they could be', async () => {
    renderPage('/servers?owner=group:default/nobody', {
      refusals: new Map([['GET /v1/servers/facets', { status: 503 }]]),
    });
    expect(await screen.findByText('No matching servers')).toBeVisible();
    expect(screen.getByRole('button', { name: /Lifecycle/ })).toBeDisabled();
    const owner = screen.getByRole('button', { name: /Owner/ });
    expect(owner).toHaveTextContent(/nobody$/);
  });

  it.each([
    [500, ['Name', 'Health']],
    [620, ['Name', 'Environment', 'Last refreshed', 'Health']],
  ])(
    'shows the columns that a table of %d pixels has room for',
    async (width, columns) => {
      const measured = jest
        .spyOn(HTMLElement.prototype, 'clientWidth', 'get')
        .mockReturnValue(width);
      renderPage('/servers', { servers: [drifting] });
      const row = await screen.findByRole('row', { name: /Weather/ });
      expect(
        screen.getAllByRole('columnheader').map(each => each.textContent),
      ).toEqual(columns);
      expect(row).toHaveTextContent('2 warnings');
      expect(row).toHaveTextContent(drifting.environment);
      measured.mockRestore();
    },
  );

  it.each([
    ['Health', 'health'],
    ['Last refreshed', 'lastDiscoveredAt'],
    ['Tools', 'tools'],
  ])('sorts by %s and keeps that in the address', async (label, order) => {
    const { world } = renderPage('/servers');
    await screen.findByRole('row', { name: /Everything/ });
    const heading = () => screen.getByRole('columnheader', { name: label });
    expect(heading()).toHaveAttribute('aria-sort', 'none');
    const first = () => screen.getAllByRole('row')[1].textContent;
    const byName = first();
    await userEvent.click(heading());
    await waitFor(() =>
      expect(heading()).toHaveAttribute('aria-sort', 'ascending'),
    );
    await userEvent.click(heading());
    await waitFor(() =>
      expect(heading()).toHaveAttribute('aria-sort', 'descending'),
    );
    await waitFor(() => expect(first()).not.toBe(byName));
    expect(world.requests).toContainEqual(
      expect.stringContaining(`orderBy=${order}&`),
    );
    expect(world.requests).toContainEqual(
      expect.stringContaining(`orderBy=-${order}&`),
    );
  });

  it('takes its order from the address, and offers every order where columns are missing', async () => {
    const measured = jest
      .spyOn(HTMLElement.prototype, 'clientWidth', 'get')
      .mockReturnValue(500);
    renderPage('/servers?orderBy=health');
    await screen.findByRole('row', { name: /Billing/ });
    expect(screen.getAllByRole('row')[1]).toHaveTextContent('Unhealthy');
    await userEvent.click(screen.getByRole('button', { name: /Sort by/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Tools, most first' }),
    );
    await waitFor(() =>
      expect(screen.getAllByRole('row')[1]).toHaveTextContent('Everything'),
    );
    measured.mockRestore();
  });

  it('narrows to what the reader and their groups own, and back', async () => {
    const mine = { ...weather, owner: 'group:default/sky' };
    const others = { ...memory, owner: 'group:default/sea' };
    renderPage(
      '/servers',
      { servers: [mine, others] },
      {
        identity: {
          getBackstageIdentity: async () => ({
            type: 'user',
            userEntityRef: 'user:default/ada',
            ownershipEntityRefs: ['user:default/ada', 'group:default/sky'],
          }),
          getCredentials: async () => ({}),
          getProfileInfo: async () => ({}),
          signOut: async () => {},
        },
      },
    );
    await screen.findByRole('row', { name: /Memory/ });
    const toggle = await screen.findByRole('button', { name: 'Owned by me' });
    expect(toggle).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(toggle);
    await waitFor(() =>
      expect(screen.queryByRole('row', { name: /Memory/ })).toBeNull(),
    );
    expect(screen.getByRole('row', { name: /Weather/ })).toBeVisible();
    expect(toggle).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(toggle);
    expect(await screen.findByRole('row', { name: /Memory/ })).toBeVisible();
  });

  describe('stars', () => {
    const star = (name: string) =>
      screen.getByRole('button', { name: `Star ${name}` });
    const row = (name: RegExp) => screen.queryByRole('row', { name });
    const starred = () => screen.findByRole('button', { name: 'Starred' });
    const lists = (requests: string[]) =>
      requests.filter(each => each.startsWith('GET /v1/servers?'));

    it('are given in the list, and narrow it, as the catalog knows them', async () => {
      const stars = new MockStarredEntitiesApi();
      const { world } = renderPage(
        '/servers',
        { servers: [weather, memory] },
        { stars },
      );
      await screen.findByRole('row', { name: /Memory/ });
      expect(star('Weather')).toHaveAttribute('aria-pressed', 'false');
      await userEvent.click(star('Weather'));
      expect(star('Weather')).toHaveAttribute('aria-pressed', 'true');
      // A press on the star opens nothing.
      expect(
        screen.getByRole('heading', { name: 'MCP servers' }),
      ).toBeVisible();
      await act(() => stars.toggleStarred('component:default/website'));
      await userEvent.click(await starred());
      await waitFor(() => expect(row(/Memory/)).toBeNull());
      expect(row(/Weather/)).toBeVisible();
      expect(decodeURIComponent(lists(world.requests).at(-1)!)).toContain(
        `entityRef=${weather.entityRef}&`,
      );
      // Its page in the catalog takes the star back.
      await act(() => stars.toggleStarred(weather.entityRef.toLowerCase()));
      expect(
        await screen.findByText("You haven't starred a server yet"),
      ).toBeVisible();
      await userEvent.click(
        screen.getByRole('button', { name: 'Show all servers' }),
      );
      expect(await screen.findByRole('row', { name: /Memory/ })).toBeVisible();
    });

    it('are taught where there are none, and nothing is asked for', async () => {
      const stars = new MockStarredEntitiesApi();
      const { world } = renderPage('/servers?starred=true', {}, { stars });
      expect(
        await screen.findByText("You haven't starred a server yet"),
      ).toBeVisible();
      expect(await starred()).toHaveAttribute('aria-pressed', 'true');
      expect(lists(world.requests)).toEqual([]);
    });

    it('tells that there are more than one request asks for', async () => {
      const stars = new MockStarredEntitiesApi();
      for (let at = 0; at < 41; at++) {
        await stars.toggleStarred(`api:default/a${at}`);
      }
      renderPage('/servers?starred=true', {}, { stars });
      expect(
        await screen.findByText(/Only the first 40 of your 41 starred APIs/),
      ).toBeVisible();
      expect(await screen.findByText('No matching servers')).toBeVisible();
    });

    it('are not there where the portal knows none', async () => {
      renderPage('/servers?starred=true');
      expect(await screen.findByRole('row', { name: /Memory/ })).toBeVisible();
      expect(screen.queryByRole('button', { name: /Star/ })).toBeNull();
    });
  });

  it('marks what was found in spite of a typing mistake, and says where mistakes cannot be mended', async () => {
    const { client } = renderPage('/servers', {});
    await screen.findByRole('row', { name: /Memory/ });
    const degraded = "The list doesn't tolerate typos here.";
    const real = client.listServers.bind(client);
    client.listServers = async (query, options) => {
      const page = await real({ ...query, q: undefined }, options);
      return {
        ...page,
        items: page.items.map(each => ({ ...each, match: 'similar' })),
        degraded,
      };
    };
    await userEvent.type(screen.getByRole('searchbox'), 'wether');
    const found = await screen.findAllByText('Similar spelling');
    expect(found.length).toBeGreaterThan(1);
    expect(screen.getByText(degraded)).toBeVisible();
  });

  it('says what went wrong, with the request id, and tries again', async () => {
    const { world } = renderPage('/servers', {
      refusals: new Map([
        ['GET /v1/servers', { status: 503, detail: 'The database is away.' }],
      ]),
    });
    const alert = await screen.findByRole('alert');
    expect(screen.getByRole('searchbox')).toBeVisible();
    expect(alert).toHaveTextContent('The database is away.');
    expect(alert).toHaveTextContent('Request mock-request-1');
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('row', { name: /Everything/ }),
    ).toBeVisible();
  });

  it('names the missing permission and offers nothing else', async () => {
    renderPage('/servers', {
      refusals: new Map([['GET /v1/servers', { status: 403 }]]),
    });
    expect(
      await screen.findByText("You don't have access to MCP servers"),
    ).toBeVisible();
    expect(screen.getByText(/sprintconnect\.server\.read/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('hides registration from those who may not register', async () => {
    const { world } = renderPage('/servers', {
      me: {
        caller: { type: 'user', ref: 'user:default/viewer' },
        orgId: 'default',
        roles: ['viewer'],
        permissions: ['sprintconnect.server.read'],
        environments: ['development'],
        stdioEntries: [],
      },
    });
    await screen.findByRole('row', { name: /Everything/ });
    await waitFor(() => expect(world.requests).toContain('GET /v1/me'));
    expect(
      screen.queryByRole('link', { name: 'Register server' }),
    ).not.toBeInTheDocument();
  });

  it('follows discoveries and new servers without reload', async () => {
    const { world, signals } = renderPage('/servers', { servers: [memory] });
    const row = await screen.findByRole('row', { name: /Memory/ });
    signals.send({ type: 'server.discovery.started', serverId: memory.id });
    await waitFor(() => expect(row).toHaveTextContent('Refreshing…'));
    world.servers.push(weather);
    signals.send({ type: 'server.discovery.completed', serverId: memory.id });
    expect(await screen.findByRole('row', { name: /Weather/ })).toBeVisible();
    await waitFor(() =>
      expect(screen.getByRole('row', { name: /Memory/ })).not.toHaveTextContent(
        'Refreshing…',
      ),
    );
  });

  it('shows health beside the list, asked for once', async () => {
    const { world } = renderPage('/servers');
    const row = await screen.findByRole('row', { name: /Billing/ });
    expect(row).toHaveTextContent('Unhealthy');
    await waitFor(() =>
      expect(row).toHaveTextContent('Connection refused · for 9 hr'),
    );
    expect(
      within(row).getByRole('img', { name: 'Last 30 probes: 30 failed' }),
    ).toBeInTheDocument();
    const slow = screen.getByRole('row', { name: /Everything/ });
    expect(slow).toHaveTextContent('Slow · for 1 hr');
    expect(
      within(slow).getByRole('img', {
        name: /^Last 30 probes: typically [\d.]+ sec, at most [\d.]+ sec, none failed$/,
      }),
    ).toBeInTheDocument();
    expect(summariesOf(world.requests)).toHaveLength(1);
    expect(summariesOf(world.requests)[0]).toHaveLength(20);
  });

  it('lists what it knows where the health beside it is away', async () => {
    const { world } = renderPage('/servers', {
      refusals: new Map([
        ['GET /v1/servers/health-summaries', { status: 503 }],
      ]),
    });
    const row = await screen.findByRole('row', { name: /Billing/ });
    expect(row).toHaveTextContent('Unhealthy');
    expect(row).toHaveTextContent('for 9 hr');
    await waitFor(() => expect(summariesOf(world.requests)).toHaveLength(1));
    expect(within(row).queryByRole('img')).not.toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('turns the health of what a burst of signals names, and asks for nothing else', async () => {
    const { world, signals } = renderPage('/servers', {
      servers: [memory, weather],
    });
    const row = await screen.findByRole('row', { name: /Weather/ });
    await waitFor(() => expect(row).toHaveTextContent('for 17 days'));
    await waitFor(() => expect(world.requests).toContain('GET /v1/me'));
    const before = world.requests.length;
    world.summaries.set(weather.id, {
      ...summaryOf(weather.id),
      status: 'unhealthy',
      since: new Date().toISOString(),
      reason: { code: 'timeout', message: 'No answer within 5 s.' },
    });
    for (const serverId of [weather.id, idOf(999), weather.id]) {
      signals.send({ type: 'server.health.changed', serverId });
    }
    await waitFor(() => expect(row).toHaveTextContent('Timed out'));
    expect(row).toHaveTextContent('Unhealthy');
    expect(world.requests.slice(before)).toEqual([
      `GET /v1/servers/health-summaries?ids=${weather.id}`,
    ]);
  });

  it('follows health with the list itself where the list is narrowed to it', async () => {
    const { world, signals } = renderPage('/servers?health=healthy', {
      servers: [memory, weather],
    });
    await screen.findByRole('row', { name: /Weather/ });
    expect(screen.queryByRole('row', { name: /Memory/ })).toBeNull();
    world.servers = [{ ...memory, health: { status: 'healthy' } }, weather];
    signals.send({ type: 'server.health.changed', serverId: memory.id });
    expect(await screen.findByRole('row', { name: /Memory/ })).toBeVisible();
  });
});
