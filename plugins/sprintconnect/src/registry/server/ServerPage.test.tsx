import { MockStarredEntitiesApi } from '@backstage/plugin-catalog-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createFormats } from '../../format';
import {
  ago,
  billing,
  drifting,
  everything,
  harbour,
  idOf,
  serverOf,
  vault,
  weather,
  weatherCapabilities,
} from '../../../dev/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { saidAgo } from '../../__testUtils__/saidAgo';

describe('ServerPage', () => {
  it('shows what the server is and how to reach it', async () => {
    renderPage(`/servers/${weather.id}`);
    expect(
      await screen.findByRole('heading', { name: 'Weather' }),
    ).toBeVisible();
    const remotes = screen.getByRole('region', { name: 'Remotes' });
    expect(remotes).toHaveTextContent('https://weather.example.com/mcp');
    const protocol = screen.getByRole('region', { name: 'Protocol' });
    expect(protocol).toHaveTextContent('2026-07-28');
    expect(protocol).toHaveTextContent('Weather Service 2.4.1');
    expect(screen.getByRole('heading', { name: 'How to ask' })).toBeVisible();
    expect(screen.getByText(/before you plan anything/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Tools' })).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${weather.id}/capabilities?kind=tool`,
    );
  });

  it('has the star of its entity', async () => {
    const stars = new MockStarredEntitiesApi();
    renderPage(`/servers/${weather.id}`, {}, { stars });
    const star = await screen.findByRole('button', { name: 'Star Weather' });
    expect(star).toHaveAttribute('aria-pressed', 'false');
    await act(() => stars.toggleStarred(weather.entityRef.toLowerCase()));
    expect(star).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(star);
    expect(star).toHaveAttribute('aria-pressed', 'false');
  });

  it('lists the tools with what they take of a context, without their schemas', async () => {
    const { world } = renderPage(`/servers/${weather.id}`);
    const list = await screen.findByRole('list', { name: 'Tools' });
    const [first] = within(list).getAllByRole('listitem');
    const tools = weatherCapabilities.filter(each => each.kind === 'tool');
    expect(within(list).getAllByRole('listitem')).toHaveLength(tools.length);
    expect(first).toHaveTextContent(
      /^Get the forecastabout \d+ tokensThe forecast for a place, hour by hour/,
    );
    const sum = tools.reduce((all, each) => all + each.tokens!, 0);
    expect(
      await screen.findByText(
        `about ${createFormats('en').number(sum)} tokens`,
        {
          exact: false,
        },
      ),
    ).toHaveTextContent('This is an estimate');
    const asked = world.requests.filter(each => each.includes('capabilities'));
    expect(asked).toHaveLength(2);
    for (const each of asked) expect(each).toMatch(/fields=/);
  });

  it('leads to the tools that have no room on the overview', async () => {
    const [tool] = weatherCapabilities;
    const many = Array.from({ length: 1003 }, (_, index) => ({
      ...tool,
      id: idOf(5000 + index),
      serverId: weather.id,
      tokens: 10,
    }));
    renderPage(`/servers/${weather.id}`, {
      capabilities: many,
      servers: [{ ...weather, counts: { ...weather.counts, tools: 1003 } }],
    });
    const list = await screen.findByRole('list', { name: 'Tools' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(20);
    expect(
      screen.getByRole('link', { name: 'Show all 1,003 tools' }),
    ).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${weather.id}/capabilities?kind=tool`,
    );
    expect(
      await screen.findByText(/more than 10,000 tokens/),
    ).toBeInTheDocument();
  });

  it('keeps the overview when its reader has no access to capabilities', async () => {
    renderPage(`/servers/${weather.id}`, {
      refusals: new Map([
        ['GET /v1/servers/:id/capabilities', { status: 403 }],
      ]),
    });
    expect(
      await screen.findByText(/have access to this server's capabilities/),
    ).toBeVisible();
    expect(screen.getByRole('region', { name: 'Remotes' })).toBeVisible();
    expect(screen.queryByText(/about \d+ token/)).not.toBeInTheDocument();
  });

  it('gives the address through SprintConnect, and leads to the rest', async () => {
    renderPage(`/servers/${weather.id}`);
    const panel = within(
      await screen.findByRole('region', { name: 'Connect your agent' }),
    );
    expect(
      await panel.findByText(/\/sprintconnect\/mcp\/servers\/.*\/weather$/),
    ).toBeVisible();
    expect(
      panel.getByRole('button', { name: 'Choose your client' }),
    ).toBeVisible();
  });

  it('leads to the changes that nobody has looked at', async () => {
    renderPage(`/servers/${drifting.id}`, { servers: [drifting] });
    expect(await screen.findByText('2 warnings since version 1')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'See what changed' }),
    ).toHaveAttribute('href', `/sprintconnect/servers/${drifting.id}/versions`);
  });

  it('says calmly that the server asks for a login', async () => {
    renderPage(`/servers/${vault.id}`, { servers: [vault] });
    const title = await screen.findByText('This server asks for a login');
    expect(title).toBeVisible();
    expect(screen.getByText(/\(HTTP 401 at https/)).toBeVisible();
    expect(screen.getByText(/only for those who log in/)).toBeVisible();
    expect(screen.getAllByText('Asks for login')[0]).toBeVisible();
    expect(screen.queryByText(/failed/)).not.toBeInTheDocument();
  });

  it('says plainly why the last discovery failed and what to do', async () => {
    renderPage(`/servers/${billing.id}`);
    expect(
      await screen.findByText('Last refresh failed: Connection refused'),
    ).toBeVisible();
    expect(screen.getByText(/ECONNREFUSED/)).toBeVisible();
    expect(screen.getByText(/Check that the server is running/)).toBeVisible();
    expect(screen.getByText(/last successful refresh/)).toHaveTextContent(
      'Failed 9 minutes ago. You see the last successful refresh, from 1 day ago.',
    );
    expect(
      screen.getByRole('button', { name: 'Refresh failed' }).parentElement,
    ).toHaveTextContent(
      'Refresh failed 9 minutes ago · last success 1 day ago',
    );
  });

  it('tells of a failure once, and not again as its times count on', async () => {
    const { world, signals } = renderPage(`/servers/${billing.id}`);
    const title = await screen.findByText(
      'Last refresh failed: Connection refused',
    );
    const notice = title.closest<HTMLElement>('[role=status]')!;
    expect(screen.getAllByText(/^Last refresh failed/)).toEqual([title]);
    const times = notice.querySelectorAll('time');
    expect(times).toHaveLength(2);
    for (const each of times) {
      expect(each.closest('[aria-live]')).toHaveAttribute('aria-live', 'off');
    }
    const changed: MutationRecord[] = [];
    const watcher = new MutationObserver(records => {
      changed.push(...records);
    });
    watcher.observe(notice, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    // It failed again of the same.
    world.servers = [
      {
        ...billing,
        title: 'Billing again',
        lastError: { ...billing.lastError!, at: ago(0) },
      },
    ];
    signals.send({ type: 'server.discovery.failed', serverId: billing.id });
    await screen.findByRole('heading', { name: 'Billing again' });
    watcher.disconnect();
    const heard = changed.filter(
      ({ target }) =>
        !(target instanceof Element ? target : target.parentElement)?.closest(
          '[aria-live=off]',
        ),
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(heard).toEqual([]);
  });

  it('shows one notice after the refresh of a server that asks for a login', async () => {
    const { world } = renderPage(`/servers/${vault.id}`, { servers: [vault] });
    await screen.findByText('This server asks for a login');
    world.jobs.set = (id, job) =>
      Map.prototype.set.call(world.jobs, id, {
        ...job,
        steps: [{ state: 'failed', error: vault.lastError!.message }],
      });
    await userEvent.click(
      screen.getByRole('button', { name: 'Refresh tools' }),
    );
    await waitFor(() =>
      expect(
        screen.queryByText('This server asks for a login'),
      ).not.toBeInTheDocument(),
    );
    expect(
      await screen.findAllByText('This server asks for a login'),
    ).toHaveLength(1);
    expect(screen.queryByText(/failed/i)).not.toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.getByText(/No refresh has succeeded yet/),
      ).toHaveTextContent(`Last tried ${saidAgo(vault.lastError!.at)}.`),
    );
  });

  it('says which lists could not be read, and shows the others', async () => {
    renderPage(`/servers/${harbour.id}`, { servers: [harbour] });
    expect(await screen.findByText("Couldn't list resources")).toBeVisible();
    expect(screen.getByText('1 tool was left out')).toBeVisible();
    expect(screen.getByText(/ECONNREFUSED 10/)).toBeVisible();
    expect(screen.queryByText(/Last refresh failed/)).not.toBeInTheDocument();
    expect(screen.getByText(/Partly refreshed/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Tools' })).toBeVisible();
  });

  it('follows a discovery from the queue to its result', async () => {
    const { world } = renderPage(`/servers/${billing.id}`);
    const button = await screen.findByRole('button', { name: 'Refresh tools' });
    await userEvent.click(button);
    expect(await screen.findByText('Waiting to start…')).toBeVisible();
    // Both at one moment, which passes.
    await waitFor(() => {
      expect(screen.getByText(/Connecting · 1 of 5/)).toBeVisible();
      expect(
        screen.getByRole('progressbar', { name: /progress/ }),
      ).toHaveAttribute('aria-valuenow', '1');
    });
    expect(
      await screen.findByText('Refresh finished: no changes.'),
    ).toBeVisible();
    // The result came by itself: the old error is gone.
    await waitFor(() =>
      expect(screen.queryByText(/ECONNREFUSED/)).not.toBeInTheDocument(),
    );
    expect(
      world.requests.filter(each => each.startsWith('GET /v1/jobs/')),
    ).toHaveLength(4);
  });

  it('shows the error of a discovery that failed', async () => {
    const { world } = renderPage(`/servers/${billing.id}`);
    await screen.findByRole('button', { name: 'Refresh tools' });
    world.jobs.set = (id, job) =>
      Map.prototype.set.call(world.jobs, id, {
        ...job,
        steps: [{ state: 'dead', error: 'Gave up after 5 attempts.' }],
      });
    await userEvent.click(
      screen.getByRole('button', { name: 'Refresh tools' }),
    );
    expect(await screen.findByText('Gave up after 5 attempts.')).toBeVisible();
    expect(screen.getAllByText(/^Last refresh failed/)).toHaveLength(1);
    expect(
      screen.queryByRole('button', { name: 'Dismiss' }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Refresh tools' })).toBeEnabled();
  });

  it('tells on the Health tab of the refresh that the reader started', async () => {
    const { world } = renderPage(`/servers/${billing.id}/health`);
    const button = await screen.findByRole('button', { name: 'Refresh tools' });
    expect(screen.queryByText(/^Last refresh failed/)).not.toBeInTheDocument();
    world.jobs.set = (id, job) =>
      Map.prototype.set.call(world.jobs, id, {
        ...job,
        steps: [{ state: 'failed', error: billing.lastError!.message }],
      });
    await userEvent.click(button);
    expect(
      await screen.findByText('Last refresh failed: Connection refused'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/^Last refresh failed/)).not.toBeInTheDocument();
  });

  it("tells of a refresh that failed after the reader's own succeeded", async () => {
    const { world, signals } = renderPage(`/servers/${weather.id}`);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Refresh tools' }),
    );
    await screen.findByText('Refresh finished: no changes.');
    world.servers = [
      { ...weather, lastError: { ...billing.lastError!, at: ago(-1) } },
    ];
    signals.send({ type: 'server.discovery.failed', serverId: weather.id });
    expect(
      await screen.findByText('Last refresh failed: Connection refused'),
    ).toBeVisible();
    expect(screen.queryByText(/^Refresh finished/)).not.toBeInTheDocument();
  });

  it('says so when a discovery may not be started', async () => {
    renderPage(`/servers/${billing.id}`, {
      refusals: new Map([
        [
          'POST /v1/servers/:id/discover',
          { status: 403, detail: 'Needs sprintconnect.server.update.' },
        ],
      ]),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Refresh tools' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Needs sprintconnect.server.update.',
    );
  });

  it('shows the first discovery of a new server as it happens', async () => {
    const fresh = serverOf({ id: idOf(77), name: 'fresh' });
    renderPage(`/servers/${fresh.id}`, { servers: [fresh] });
    expect(
      await screen.findByText('Refreshing for the first time…'),
    ).toBeVisible();
    await waitFor(() =>
      expect(
        screen.queryByText('Refreshing for the first time…'),
      ).not.toBeInTheDocument(),
    );
    expect(
      screen.getByRole('region', { name: 'Capabilities' }),
    ).toHaveTextContent('4Tools');
  });

  it('retires only after asking, and keeps asking when it failed', async () => {
    const { world } = renderPage(`/servers/${weather.id}`, {
      refusals: new Map([
        ['DELETE /v1/servers/:id', { status: 503, detail: 'Busy.' }],
      ]),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retire…' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Retire Weather?');
    const confirm = within(dialog).getByRole('button', {
      name: 'Retire server',
    });
    await userEvent.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Busy.');
    world.refusals.clear();
    await userEvent.click(confirm);
    expect(
      await screen.findByRole('heading', { name: 'MCP servers' }),
    ).toBeVisible();
    expect(world.servers.find(each => each.id === weather.id)?.status).toBe(
      'retired',
    );
  });

  it('explains instead of retiring what the catalog describes', async () => {
    const { world } = renderPage(`/servers/${everything.id}`);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retire…' }),
    );
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'unregister the entity',
    );
    expect(world.requests.join()).not.toContain('DELETE');
  });

  it('offers no action to those who may only read', async () => {
    renderPage(`/servers/${weather.id}`, {
      me: {
        caller: { type: 'user', ref: 'user:default/viewer' },
        orgId: 'default',
        roles: ['viewer'],
        permissions: ['sprintconnect.server.read'],
        environments: ['development'],
        stdioEntries: [],
      },
    });
    await screen.findByRole('heading', { name: 'Weather' });
    for (const name of ['Refresh tools', 'Retire…']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('offers no action on a server of another team, and says why', async () => {
    const none = {
      update: false,
      discover: false,
      probe: false,
      delete: false,
    };
    const theirs = serverOf({ id: idOf(300), name: 'theirs', access: none });
    renderPage(`/servers/${theirs.id}`, { servers: [theirs] });
    expect(
      await screen.findByText(/^View only. The owning team/),
    ).toBeVisible();
    for (const name of ['Refresh tools', 'Retire…']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('offers each action by itself', async () => {
    const access = {
      update: false,
      discover: false,
      probe: true,
      delete: true,
    };
    const half = serverOf({ id: idOf(300), name: 'half', access });
    renderPage(`/servers/${half.id}`, { servers: [half] });
    expect(
      await screen.findByRole('button', { name: 'Retire…' }),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Refresh tools' }),
    ).not.toBeInTheDocument();
  });

  it('says the same of a server that is gone and of one that is hidden', async () => {
    renderPage(`/servers/${idOf(999)}`);
    expect(await screen.findByText('Server not found')).toBeVisible();
    expect(screen.getByRole('link', { name: 'All servers' })).toBeVisible();
  });

  it('tries again when the server could not be loaded', async () => {
    const { world } = renderPage(`/servers/${weather.id}`, {
      refusals: new Map([['GET /v1/servers/:id', { status: 500 }]]),
    });
    await screen.findByRole('alert');
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'Weather' }),
    ).toBeVisible();
  });
});
