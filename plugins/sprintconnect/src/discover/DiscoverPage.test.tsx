import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { idOf, servers } from '../../dev/fixtures';
import { searchable } from '../../dev/searchFixtures';
import { renderDiscover } from './__testUtils__/renderDiscover';

const route = 'GET /v1/discovery/capabilities';
const createIssue = searchable.find(each => each.name === 'create_issue')!;

describe('DiscoverPage', () => {
  it('teaches by what exists while the box is empty', async () => {
    const { asked, box } = renderDiscover();
    expect(await screen.findByText('22 capabilities, by name')).toBeVisible();
    const examples = screen.getByRole('group', { name: 'Try' });
    await userEvent.click(
      within(examples).getByRole('button', { name: 'close issue' }),
    );
    expect(await screen.findByText('1 result for “close issue”')).toBeVisible();
    expect(await box()).toHaveValue('close issue');
    expect(asked().at(-1)).toContain('q=close+issue');
    expect(screen.queryByRole('group', { name: 'Try' })).toBeNull();
  });

  it('finds while typing and says how much, without a search per letter', async () => {
    const { asked, box, result } = renderDiscover();
    await userEvent.type(await box(), 'issue');
    const status = await screen.findByText('5 results for “issue”');
    expect(status).toHaveAttribute('role', 'status');
    expect(asked().filter(each => /q=i(s|ss|ssu)?&/.test(each))).toEqual([]);
    const [first] = within(
      screen.getByRole('list', { name: 'Results' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent('closeIssue');
    expect(
      within(await result(/closeIssue/)).getByText('Issue', {
        selector: 'mark',
      }),
    ).toBeVisible();
    expect(first).toHaveTextContent(
      /Destructive.*Closes an issue.*Issue tracker.*production.*Degraded.*Matches the name/,
    );
    expect(within(first).getByRole('img', { name: 'Tool' })).toBeVisible();
    expect(within(first).getByText('Tool')).toBeVisible();
  });

  it('leaves the text alone that somebody pauses in', async () => {
    const { box } = renderDiscover();
    await userEvent.type(await box(), 'draft ');
    expect(await screen.findByText('1 result for “draft”')).toBeVisible();
    await userEvent.type(await box(), 'reply');
    expect(await box()).toHaveValue('draft reply');
    expect(await screen.findByText('1 result for “draft reply”')).toBeVisible();
  });

  it('never lets an older answer overwrite a newer one, and aborts it', async () => {
    const { client, box, result } = renderDiscover('?q=mail');
    await result(/search_mail/);
    const real = client.search.capabilities.bind(client.search);
    let releaseOlder = () => {};
    const aborted: string[] = [];
    jest
      .spyOn(client.search, 'capabilities')
      .mockImplementation(async (query, options) => {
        options?.signal?.addEventListener('abort', () =>
          aborted.push(query?.q ?? ''),
        );
        if (query?.q === 'forecast') {
          await new Promise<void>(resolve => (releaseOlder = resolve));
        }
        // Without the signal, as if the abort had come too late for the network.
        return real(query, {});
      });
    const user = userEvent.setup();
    await user.clear(await box());
    await user.type(await box(), 'forecast');
    await waitFor(() =>
      expect(client.search.capabilities).toHaveBeenCalledWith(
        expect.objectContaining({ q: 'forecast' }),
        expect.anything(),
      ),
    );
    await user.clear(await box());
    await user.type(await box(), 'triage');
    // What is listed while the box is empty has it as well.
    expect(await screen.findByText('1 result for “triage”')).toBeVisible();
    expect(await result(/Triage the inbox/)).toBeVisible();
    await act(async () => releaseOlder());
    expect(screen.queryByRole('link', { name: /forecast/i })).toBeNull();
    expect(screen.getByText('1 result for “triage”')).toBeVisible();
    expect(aborted).toContain('forecast');
  });

  it('opens a capability to its schema, its server and how to connect', async () => {
    const { result } = renderDiscover(`?capability=${createIssue.id}`);
    const panel = await screen.findByRole('complementary', {
      name: /Create an issue/,
    });
    expect(
      await within(panel).findByRole('row', { name: /project/ }),
    ).toHaveTextContent('required');
    expect(within(panel).getByText('Output')).toBeVisible();
    expect(
      within(panel).getByRole('link', { name: 'Issue tracker' }),
    ).toHaveAttribute('href', `/sprintconnect/servers/${createIssue.serverId}`);
    expect(within(panel).getByText('Degraded')).toBeVisible();
    expect(
      await within(panel).findByRole('button', {
        name: 'Choose your client',
      }),
    ).toBeVisible();
    await userEvent.click(within(panel).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('complementary')).toBeNull();
    await waitFor(async () =>
      expect(await result(/Create an issue/)).toHaveFocus(),
    );
  });

  it('says so when the opened capability is gone', async () => {
    renderDiscover(`?capability=${idOf(4711)}`);
    expect(await screen.findByText('Capability not found')).toBeVisible();
  });

  it('says so when it goes, or cannot be asked for, while it is open', async () => {
    const { world, signals } = renderDiscover(`?capability=${createIssue.id}`);
    const panel = await screen.findByRole('complementary', {
      name: /Create an issue/,
    });
    await within(panel).findByRole('row', { name: /project/ });
    const change = () =>
      signals.send({
        type: 'server.capabilities.changed',
        serverId: createIssue.serverId,
      });
    const one = 'GET /v1/discovery/capabilities/:id';
    world.refusals.set(one, { status: 503, detail: 'Away.' });
    change();
    expect(await within(panel).findByRole('alert')).toHaveTextContent('Away.');
    expect(within(panel).getByRole('row', { name: /project/ })).toBeVisible();
    world.refusals.clear();
    world.searchable = world.searchable.filter(
      each => each.id !== createIssue.id,
    );
    change();
    expect(
      await within(panel).findByText('Capability not found'),
    ).toBeVisible();
    expect(within(panel).queryByRole('row')).toBeNull();
  });

  it('takes everything from the address and asks for it', async () => {
    const { asked } = renderDiscover(
      '?q=issue&kind=tool,nonsense&environment=production&tag=planning&health=degraded,broken',
    );
    expect(await screen.findByText('3 results for “issue”')).toBeVisible();
    const query = new URLSearchParams(asked()[0].split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      q: 'issue',
      kind: 'tool',
      environment: 'production',
      tag: 'planning',
      health: 'degraded',
      limit: '50',
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('5 results for “issue”')).toBeVisible();
  });

  it('narrows by a filter', async () => {
    const { asked, result } = renderDiscover('?q=issue');
    await result(/closeIssue/);
    await userEvent.click(screen.getByRole('button', { name: /Kind/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Prompts' }),
    );
    expect(await screen.findByText('1 result for “issue”')).toBeInTheDocument();
    expect(asked().at(-1)).toContain('kind=prompt');
  });

  it('suggests what may help when nothing is found', async () => {
    const { box } = renderDiscover('?q=zzqx+frob&environment=staging');
    expect(await screen.findByText('No results for “zzqx frob”')).toBeVisible();
    expect(screen.getByText('0 results for “zzqx frob”')).toBeVisible();
    expect(screen.getByText(/Remove a filter/)).toBeVisible();
    expect(screen.getByText(/Check the spelling/)).toBeVisible();
    expect(screen.getByText(/Use fewer words/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Start a new search' }),
    );
    expect(await screen.findByText('2 capabilities, by name')).toBeVisible();
    expect(await box()).toHaveValue('');
  });

  it('says quietly what the search could not do', async () => {
    renderDiscover('?q=issue', {
      degraded: 'Typing mistakes are not forgiven.',
    });
    expect(
      await screen.findByText('Typing mistakes are not forgiven.'),
    ).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows a long list piece by piece, and the best of a long search', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...createIssue,
      id: idOf(5000 + index),
      name: `tool_${String(index).padStart(2, '0')}`,
      title: undefined,
    }));
    const { box } = renderDiscover('', { searchable: many });
    expect(
      await screen.findByText('First 50 capabilities, by name'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByText('60 capabilities, by name')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
    await userEvent.type(await box(), 'tool');
    expect(await screen.findByText('Top 50 results for “tool”')).toBeVisible();
  });

  it('keeps the former results beside an error and tries again', async () => {
    const { world, box, result } = renderDiscover('?q=issue');
    await result(/closeIssue/);
    world.refusals.set(route, { status: 503, detail: 'The database is away.' });
    await userEvent.type(await box(), ' tracker');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database is away.');
    expect(screen.getByRole('link', { name: /closeIssue/ })).toBeVisible();
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('5 results for “issue tracker”'),
    ).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('names the missing permission and offers nothing else', async () => {
    renderDiscover('', {
      refusals: new Map([[route, { status: 403 }]]),
    });
    expect(
      await screen.findByText("You don't have access to MCP capabilities"),
    ).toBeVisible();
    expect(screen.getByText(/sprintconnect\.server\.read/)).toBeVisible();
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  it('says how to begin where nothing is offered yet', async () => {
    renderDiscover('', { servers: [] });
    expect(await screen.findByText('No capabilities yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'All servers' })).toHaveAttribute(
      'href',
      '/sprintconnect/servers',
    );
  });

  it('shows what servers newly offer without reload, once per wave of signals', async () => {
    const { world, signals, asked, result } = renderDiscover('?q=issue');
    await result(/closeIssue/);
    const before = asked().length;
    world.searchable.push({
      ...createIssue,
      id: idOf(6000),
      name: 'reopen_issue',
      title: undefined,
    });
    for (const server of servers.slice(0, 5)) {
      signals.send({
        type: 'server.capabilities.changed',
        serverId: server.id,
      });
    }
    expect(await result(/reopen_issue/)).toBeVisible();
    expect(asked().length - before).toBe(1);
  });
});
