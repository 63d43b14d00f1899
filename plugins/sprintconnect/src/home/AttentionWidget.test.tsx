import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import {
  createFrontendModule,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import homePlugin from '@backstage/plugin-home/alpha';
import { HomePageLayoutBlueprint } from '@backstage/plugin-home-react/alpha';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  HealthStatus,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf, serverOf } from '../../dev/fixtures';
import { createMockApi } from '../../dev/mockApi';
import type { MockWorld } from '../../dev/mockWorld';
import { createSignals } from '../__testUtils__/renderPage';
import { sprintConnectApiRef } from '../client';
import plugin from '../plugin';

const server = (
  place: number,
  status: HealthStatus,
  given: Partial<Server> = {},
) =>
  serverOf({
    id: idOf(700 + place),
    name: `server-${place}`,
    owner: 'group:default/others',
    health: { status },
    ...given,
  });

/** The grid of the home page measures itself, which jsdom cannot: here widgets stand one below the other. */
const plainLayout = createFrontendModule({
  pluginId: 'home',
  extensions: [
    HomePageLayoutBlueprint.make({
      params: {
        loader: async () => props => (
          <>
            {props.widgets
              .filter(each => each.name === 'SprintConnectAttention')
              .map(each => (
                <div key={each.name}>{each.component}</div>
              ))}
          </>
        ),
      },
    }),
  ],
});

/** The home page of a portal with our plugin in it. */
function renderHome(
  changes: Partial<MockWorld>,
  groups = ['group:default/platform'],
) {
  const { world, client } = createMockApi(changes);
  const signals = createSignals();
  renderTestApp({
    features: [plugin, homePlugin, plainLayout],
    apis: [
      [sprintConnectApiRef, client],
      [signalApiRef, signals.api],
      [
        identityApiRef,
        mockApis.identity({
          userEntityRef: 'user:default/guest',
          ownershipEntityRefs: ['user:default/guest', ...groups],
        }),
      ],
    ],
    initialRouteEntries: ['/home'],
  });
  return { world, signals };
}

const widget = () =>
  screen.findByRole('region', { name: 'MCP servers that need attention' });

describe('AttentionWidget', () => {
  it('shows who is ill, mine first, why and since when, with a way to the details', async () => {
    const servers = [
      server(1, 'degraded'),
      server(2, 'healthy'),
      server(3, 'unhealthy'),
      server(4, 'degraded', { owner: 'platform', title: 'Mine' }),
      server(5, 'unknown'),
    ];
    renderHome({
      servers,
      summaries: new Map([
        [
          servers[2].id,
          {
            serverId: servers[2].id,
            status: 'unhealthy',
            since: ago(12),
            reason: { code: 'refused', message: 'connect ECONNREFUSED' },
            recent: [],
          },
        ],
      ]),
    });
    const rows = await within(await widget()).findAllByRole('listitem');
    expect(
      rows.map(each => within(each).getByRole('link').textContent),
    ).toEqual(['Mine', 'server-3', 'server-1']);
    expect(rows[0]).toHaveTextContent('Yours');
    expect(rows[1]).toHaveTextContent(
      /production.*Unhealthy.*Connection refused.*12 min/,
    );
    expect(rows[1]).not.toHaveTextContent('Yours');
    expect(within(rows[1]).getByRole('link')).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${servers[2].id}/health`,
    );
    expect(screen.getByText('3 servers need attention')).toBeInTheDocument();
  });

  it('shows the first of many and leads to the rest', async () => {
    renderHome({
      servers: Array.from({ length: 60 }, (_, place) =>
        server(place, 'unhealthy'),
      ).concat(server(99, 'degraded', { owner: 'group:default/platform' })),
    });
    const rows = await within(await widget()).findAllByRole('listitem');
    expect(rows).toHaveLength(7);
    // The list of all would have ended before this one.
    expect(rows[0]).toHaveTextContent('server-99');
    expect(
      screen.getByRole('link', { name: '54 more servers' }),
    ).toHaveAttribute(
      'href',
      '/sprintconnect/servers?health=unhealthy,degraded',
    );
  });

  it('lists as many as its cell of the home page has room for', async () => {
    const heights = [
      jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get'),
      jest.spyOn(HTMLElement.prototype, 'scrollHeight', 'get'),
    ];
    heights[0].mockReturnValue(270);
    heights[1].mockImplementation(function height(this: HTMLElement) {
      return 90 + 50 * this.querySelectorAll('li').length;
    });
    renderHome({
      servers: Array.from({ length: 50 }, (_, place) =>
        server(place, 'unhealthy'),
      ),
    });
    const rows = await within(await widget()).findAllByRole('listitem');
    expect(rows).toHaveLength(3);
    expect(
      screen.getByRole('link', { name: '47 more servers' }),
    ).toBeInTheDocument();
    heights.forEach(each => each.mockRestore());
  });

  it('asks for the servers of many groups in questions that the backend takes', async () => {
    const groups = Array.from(
      { length: 90 },
      (_, place) => `group:default/team-with-a-long-name-${place}`,
    );
    const { world } = renderHome(
      {
        servers: [
          server(1, 'unhealthy'),
          server(2, 'degraded', { owner: groups[0] }),
          server(3, 'unhealthy', { owner: groups[89] }),
        ],
      },
      groups,
    );
    const rows = await within(await widget()).findAllByRole('listitem');
    expect(
      rows.map(each => within(each).getByRole('link').textContent),
    ).toEqual(['server-3', 'server-2', 'server-1']);
    const owners = world.requests
      .map(each => new URLSearchParams(each.split('?')[1]).get('owner') ?? '')
      .filter(Boolean);
    expect(owners.join().split(',')).toEqual(['user:default/guest', ...groups]);
    expect(Math.max(...owners.map(each => each.length))).toBeLessThan(1001);
  });

  it('is content when all is well, and hears when it is not', async () => {
    const { world, signals } = renderHome({ servers: [server(1, 'healthy')] });
    expect(await screen.findByText('All good')).toBeVisible();
    world.servers = [server(1, 'unhealthy')];
    signals.send({
      type: 'server.health.changed',
      serverId: world.servers[0].id,
    });
    expect(
      await within(await widget()).findByRole('link', { name: 'server-1' }),
    ).toBeVisible();
  });

  it('says what went wrong and tries again', async () => {
    const { world } = renderHome({
      servers: [server(1, 'unhealthy')],
      refusals: new Map([
        ['GET /v1/servers', { status: 503, detail: 'The database is away.' }],
      ]),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away.',
    );
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'server-1' })).toBeVisible();
  });

  it('tells those who may not see servers', async () => {
    renderHome({
      refusals: new Map([['GET /v1/servers', { status: 403 }]]),
    });
    expect(
      await screen.findByText("You don't have access to MCP servers"),
    ).toBeVisible();
    expect(screen.getByText('sprintconnect.server.read')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'See who can grant it' }),
    ).toHaveAttribute('href', '/sprintconnect/servers');
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});
