import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  harbour,
  idOf,
  serverOf,
  weather,
  weatherCapabilities,
} from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { renderPage } from '../../__testUtils__/renderPage';

const render = (query = '', changes: Partial<MockWorld> = {}) =>
  renderPage(`/servers/${weather.id}/capabilities${query}`, changes);

describe('CapabilityList', () => {
  it('opens a tool to what it takes, what it gives and what it says of itself', async () => {
    render();
    const tool = await screen.findByRole('button', {
      name: /Get the forecast/,
    });
    expect(tool).toHaveTextContent('Read-only');
    expect(tool).toHaveTextContent('Open world');
    await userEvent.click(tool);

    const [table] = await screen.findAllByRole('table');
    const place = within(table).getByRole('row', { name: /place/ });
    expect(place).toHaveTextContent('object');
    expect(place).toHaveTextContent('required');
    expect(within(table).getByRole('row', { name: /days/ })).toHaveTextContent(
      /integer.*How many days ahead.*default 3.*≥ 1.*≤ 14/,
    );
    expect(
      within(table).getByRole('row', { name: /include/ }),
    ).toHaveTextContent('each: one of "wind", "rain", "uv", "pollen"');
    expect(within(table).getByRole('row', { name: /near/ })).toHaveTextContent(
      'refers to itself',
    );
    await userEvent.click(screen.getAllByRole('radio', { name: 'JSON' })[0]);
    expect(
      screen.getByRole('region', { name: 'JSON Schema' }),
    ).toHaveTextContent('"$ref": "#/$defs/Place"');
  });

  it('says of each tool and of all what they take of a context', async () => {
    render();
    const [tool] = weatherCapabilities;
    expect(
      await screen.findByRole('button', { name: /Get the forecast/ }),
    ).toHaveTextContent(`about ${tool.tokens} tokens`);
    expect(
      screen.getByRole('button', { name: /Plan a hike/ }),
    ).not.toHaveTextContent(/tokens/);
    expect(
      await screen.findByText(/All tools together take about \d+ tokens/),
    ).toHaveTextContent('This is an estimate');
  });

  it('marks destructive tools as such', async () => {
    render();
    expect(
      await screen.findByRole('button', { name: /delete_station/ }),
    ).toHaveTextContent(/Destructive.*Idempotent.*Closed world/);
  });

  it('shows the arguments of a prompt and the address of a resource', async () => {
    render();
    await userEvent.click(
      await screen.findByRole('button', { name: /Plan a hike/ }),
    );
    expect(await screen.findByRole('row', { name: /where/ })).toHaveTextContent(
      'required',
    );
    await userEvent.click(screen.getByRole('button', { name: /Stations/ }));
    expect(await screen.findByText('18 kB')).toBeVisible();
  });

  it('narrows by kind from the address and by words', async () => {
    const { world } = render('?kind=resource');
    expect(await screen.findByText('Showing 2 of 2')).toBeVisible();
    expect(screen.queryByText('ping')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Tools 4' }));
    expect(await screen.findByText('Showing 4 of 4')).toBeVisible();
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Filter capabilities' }),
      'nothing like it',
    );
    expect(await screen.findByText('No matching capabilities')).toBeVisible();
    expect(world.requests.at(-1)).toMatch(/kind=tool.*q=nothing/);
  });

  it('shows tools first, then prompts, resources and templates', async () => {
    const { world } = render();
    expect(await screen.findByText('Showing 8 of 8')).toBeVisible();
    const sections = () =>
      screen
        .getAllByRole('heading', { level: 3 })
        .map(each => each.textContent);
    expect(sections()).toEqual([
      'Tools 4',
      'Prompts 1',
      'Resources 2',
      'Resource templates 1',
    ]);
    expect(
      within(screen.getByRole('region', { name: 'Prompts 1' })).getByRole(
        'button',
      ),
    ).toHaveTextContent('Plan a hike');
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Filter capabilities' }),
      'station',
    );
    expect(await screen.findByText('Showing 3 of 3')).toBeVisible();
    expect(sections()).toEqual([
      'Tools 1',
      'Resources 1',
      'Resource templates 1',
    ]);
    expect(
      world.requests.filter(each => each.includes('q=station')),
    ).toHaveLength(4);
  });

  it('asks nothing about kinds that a server does not offer', async () => {
    const { world } = render('', {
      servers: [
        {
          ...weather,
          counts: { tools: 4, resources: 0, resourceTemplates: 0, prompts: 0 },
        },
      ],
    });
    expect(await screen.findByText('Showing 4 of 4')).toBeVisible();
    expect(
      world.requests.filter(each => each.includes('/capabilities')),
    ).toEqual([
      expect.stringContaining('kind=tool'),
      expect.stringContaining('kind=tool&fields=tokens'),
    ]);
  });

  it('shows long lists piece by piece', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...weatherCapabilities[3],
      id: idOf(5000 + index),
      name: `tool_${index}`,
    }));
    render('', { capabilities: many });
    expect(await screen.findByText('Showing 50 of 60')).toBeVisible();
    await userEvent.click(screen.getByText('Show more'));
    expect(await screen.findByText('Showing 60 of 60')).toBeVisible();
    expect(screen.queryByText('Show more')).not.toBeInTheDocument();
  });

  it('tells an undiscovered server from one that offers nothing', async () => {
    const failed = serverOf({
      id: idOf(70),
      name: 'failed',
      lastError: {
        code: 'dns',
        message: 'No such host.',
        at: weather.createdAt,
      },
    });
    const { unmount } = renderPage(`/servers/${failed.id}/capabilities`, {
      servers: [failed],
    });
    expect(await screen.findByText('Not refreshed yet')).toBeVisible();
    unmount();
    render('', {
      capabilities: [{ ...weatherCapabilities[0], kind: 'prompt' }],
    });
    await userEvent.click(await screen.findByRole('radio', { name: /Tools/ }));
    expect(await screen.findByText('No capabilities')).toBeVisible();
  });

  it('says of each list that failed what that means, where the list stands', async () => {
    renderPage(`/servers/${harbour.id}/capabilities`, { servers: [harbour] });
    expect(await screen.findByText('Showing 7 of 7')).toBeVisible();
    const section = (name: string) => screen.getByRole('region', { name });
    expect(section('Tools 4')).toHaveTextContent(
      /1 tool was left out.*"book_berth" has a definition of 391 KiB.*5 hours ago.*rest is up to date.*Get the forecast/,
    );
    expect(section('Resources 2')).toHaveTextContent(
      /Couldn't list resources.*-32603.*2 hours ago.*Showing the list from 2 hours ago/,
    );
    expect(section('Prompts 0')).toHaveTextContent(
      /Couldn't list prompts.*They haven't been listed yet/,
    );
    expect(section('Resource templates 1')).not.toHaveTextContent('listed');
    await userEvent.click(screen.getByRole('radio', { name: 'Prompts 0' }));
    expect(await screen.findByText(/haven't been listed yet/)).toBeVisible();
    expect(screen.queryByText('No capabilities')).not.toBeInTheDocument();
  });

  it('tells what was changed in a definition to keep it', async () => {
    const note = 'Half a character is U+FFFD.';
    render('', {
      capabilities: [{ ...weatherCapabilities[0], notes: [note] }],
    });
    const tool = await screen.findByRole('button', { name: /forecast/ });
    expect(tool).toHaveTextContent('Stored with changes');
    await userEvent.click(tool);
    expect(await screen.findByText(note)).toBeVisible();
  });

  it.each([
    [403, "You don't have access to this server's capabilities", false],
    [500, 'The request failed', true],
  ])('says what a %i means', async (status, title, retry) => {
    render('', {
      refusals: new Map([['GET /v1/servers/:id/capabilities', { status }]]),
    });
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Try again' }) !== null).toBe(
      retry,
    );
  });

  it('does not say that there is nothing before it knows', async () => {
    const { client } = render('?kind=tool');
    expect(await screen.findByText('Showing 4 of 4')).toBeVisible();
    const real = client.listCapabilities.bind(client);
    let release = () => {};
    client.listCapabilities = async (id, query, options) => {
      await new Promise<void>(resolve => (release = resolve));
      return real(id, query, options);
    };
    await userEvent.click(screen.getByRole('radio', { name: 'Prompts 1' }));
    await waitFor(() =>
      expect(screen.queryByText('Showing 4 of 4')).not.toBeInTheDocument(),
    );
    expect(screen.queryByText('No capabilities')).not.toBeInTheDocument();
    await act(async () => release());
    expect(await screen.findByText('Showing 1 of 1')).toBeVisible();
  });

  it('shows what a later discovery found without reload', async () => {
    const { world, signals } = render('?kind=prompt');
    expect(await screen.findByText('Showing 1 of 1')).toBeVisible();
    world.capabilities.push({
      ...weatherCapabilities[7],
      id: idOf(6000),
      name: 'new_prompt',
      title: 'Brand new',
    });
    world.servers = world.servers.map(each =>
      each.id === weather.id ? { ...each, snapshot: { current: 4 } } : each,
    );
    signals.send({
      type: 'server.capabilities.changed',
      serverId: weather.id,
    });
    await waitFor(() => expect(screen.getByText('Brand new')).toBeVisible());
  });

  describe('after a refresh that found nothing new', () => {
    const asked = (requests: string[]) =>
      requests.filter(each => each.includes('/capabilities?'));
    const refresh = async (page: ReturnType<typeof render>) => {
      const { world, signals } = page;
      const lastDiscoveredAt = new Date().toISOString();
      const reads = () =>
        world.requests.filter(each => each === `GET /v1/servers/${weather.id}`);
      const before = reads().length;
      world.servers = world.servers.map(each =>
        each.id === weather.id ? { ...each, lastDiscoveredAt } : each,
      );
      signals.send({
        type: 'server.discovery.completed',
        serverId: weather.id,
      });
      await waitFor(() => expect(reads().length).toBeGreaterThan(before));
    };

    it('asks for nothing again', async () => {
      const page = render('?kind=tool');
      await screen.findByText(/All tools together take about \d+ tokens/);
      const before = asked(page.world.requests);
      await refresh(page);
      await refresh(page);
      expect(asked(page.world.requests)).toEqual(before);
    });

    it('tries again what failed to load', async () => {
      const page = render('?kind=prompt');
      expect(await screen.findByText('Showing 1 of 1')).toBeVisible();
      page.world.refusals.set('GET /v1/servers/:id/capabilities', {
        status: 503,
      });
      await userEvent.click(screen.getByRole('radio', { name: 'Tools 4' }));
      expect(await screen.findByRole('alert')).toBeVisible();
      page.world.refusals.clear();
      await refresh(page);
      expect(await screen.findByText('Showing 4 of 4')).toBeVisible();
    });
  });
});
