import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Call, Me } from '@sprintconnect/plugin-sprintconnect-common';
import { callRecords } from '../../dev/calls';
import { idOf, weather } from '../../dev/fixtures';
import type { MockWorld } from '../../dev/mockWorld';
import { renderPage } from '../__testUtils__/renderPage';

const [open, , kept] = callRecords;
/** Every way that a call can end. Tables of many rows are slow here. */
const few = callRecords.slice(0, 11);
const many = callRecords
  .filter(({ server }) => server.id === weather.id)
  .slice(0, 52);
const withOutcome = (outcome: Call['outcome']) =>
  callRecords.find(each => each.outcome === outcome)!;

const eve: Me = {
  caller: { type: 'user', ref: 'user:default/eve' },
  orgId: 'default',
  roles: ['viewer'],
  permissions: ['sprintconnect.server.read'],
  environments: ['production'],
  stdioEntries: [],
};

const renderActivity = (query = '', changes: Partial<MockWorld> = {}) =>
  renderPage(`/servers/${weather.id}/activity${query}`, {
    servers: [weather],
    calls: few,
    ...changes,
  });
/** Those that have come: before them there are grey ones. */
const rows = async () => {
  await screen.findAllByRole('rowheader', { name: /\w/ });
  return screen.getAllByRole('row').slice(1);
};
const asked = (world: MockWorld) =>
  world.requests.filter(each => each.startsWith('GET /v1/calls?'));
const choose = async (label: RegExp, option: string) => {
  await userEvent.click(screen.getByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

describe('ActivityTab', () => {
  it('tells who called what, by which way, and how it ended', async () => {
    const { world } = renderActivity();
    await waitFor(async () => expect(await rows()).toHaveLength(11));
    const [first, , , failed, invalid] = await rows();
    expect(first).toHaveTextContent(
      /get_forecast.*travel-planner.*In progress/,
    );
    expect(failed).toHaveTextContent(/ada.*Tool error/i);
    expect(invalid).toHaveTextContent(
      /subscribe_warnings.*arguments.city must be a string.*Invalid input/,
    );
    expect(asked(world)[0]).toContain(`server=${weather.id}`);
    expect(asked(world)[0]).not.toContain('fields=');
    expect(screen.getByRole('link', { name: 'audit log' })).toHaveAttribute(
      'href',
      `/sprintconnect/admin/audit?target=${weather.id}`,
    );
    expect(screen.queryByText(/only your own calls/)).toBeNull();
  });

  it('grows by a page when asked', async () => {
    renderActivity('', { calls: many });
    expect(await screen.findByText('The latest 50 calls')).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(await screen.findByText('52 calls')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('narrows by what was called, how it ended, and when, and keeps that in the address', async () => {
    const { world } = renderActivity('?outcome=refused,maybe&period=h24');
    expect(await screen.findByText('1 call')).toBeInTheDocument();
    expect(asked(world)[0]).toMatch(/outcome=refused&from=20/);
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('11 calls')).toBeInTheDocument();
    await choose(/Capability$/, 'subscribe_warnings');
    await waitFor(() =>
      expect(asked(world).at(-1)).toContain('capability=subscribe_warnings'),
    );
    await choose(/Outcome$/, 'Timed out');
    expect(await screen.findByText('No matching calls')).toBeVisible();
    expect(asked(world).at(-1)).toContain('outcome=timed-out');
  });

  it('names a capability of the address that the server offers no longer', async () => {
    renderActivity('?capability=reset_station');
    expect(await screen.findByText('1 call')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /reset_station.*Capability$/ }),
    ).toBeVisible();
  });

  it('shows a call that ends while the tab is open, and hears of no other server', async () => {
    const { world, signals } = renderActivity('', { calls: [open] });
    expect((await rows())[0]).toHaveTextContent('In progress');
    const before = asked(world).length;
    world.calls = [{ ...open, outcome: 'succeeded', durationMs: 1_234 }];
    signals.send({ type: 'server.calls.changed', serverId: idOf(2) });
    signals.send({ type: 'server.calls.changed', serverId: weather.id });
    await waitFor(async () =>
      expect((await rows())[0]).toHaveTextContent('Succeeded1.23 sec'),
    );
    expect(asked(world)).toHaveLength(before + 1);
    const { requests } = world;
    const ofServer = requests.filter(
      each => each === `GET /v1/servers/${weather.id}`,
    );
    expect(ofServer).toHaveLength(1);
  });

  it('opens a call: why it ended so, its ids, and what was said', async () => {
    const { world } = renderActivity('', { calls: [kept] });
    await userEvent.click((await rows())[0]);
    const dialog = await screen.findByRole('dialog', { name: 'Call' });
    expect(await within(dialog).findByText('Input')).toBeVisible();
    expect(dialog).toHaveTextContent('"city": "Lagos"');
    expect(dialog).toHaveTextContent('"token": "[redacted]"');
    expect(dialog).toHaveTextContent('Sunny, 31 °C');
    expect(dialog).toHaveTextContent('87 ms, of which the server took 81 ms');
    expect(dialog).toHaveTextContent('Input 38 bytes, result 1 kB');
    for (const what of ['Call ID', 'Request ID', 'Trace ID', 'Tool', 'Who']) {
      expect(
        within(dialog).getByRole('button', { name: `Copy ${what}` }),
      ).toBeVisible();
    }
    expect(
      within(dialog).getByRole('link', { name: 'Open page' }),
    ).toHaveAttribute('href', `/sprintconnect/calls/${kept.id}`);
    expect(world.requests).toContain(`GET /v1/calls/${kept.id}`);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it.each([
    ['refused', /There is nothing of that name.*capability-not-found/],
    ['tool-error', /The tool ran and reported an error/],
    ['upstream-failed', /Throughplugin:mcp-actions.*Came in byAction/],
    ['unknown', /no one knows whether.*Duration–/],
  ] as const)('says of one that is %s what is known', async (outcome, told) => {
    renderActivity('', { calls: [withOutcome(outcome)] });
    const [row] = await rows();
    await userEvent.click(row);
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(told);
    expect(dialog).toHaveTextContent(
      /weren't kept.*sprintconnect\.calls\.keepBodies/,
    );
  });

  it('says that a reader who may not change the server sees their own calls only', async () => {
    const own = { ...kept, caller: eve.caller };
    renderActivity('', { me: eve, calls: [own, ...few] });
    expect(await screen.findByText('1 call')).toBeInTheDocument();
    expect(
      screen.getByText(/You see only your own calls\. People who can change/),
    ).toBeVisible();
    expect(screen.queryByRole('link', { name: 'audit log' })).toBeNull();
  });

  it.each([
    [undefined, 'When someone uses a tool'],
    [eve, 'When you use a tool'],
  ])('teaches where there are none yet', async (me, words) => {
    renderActivity('', { calls: [], ...(me && { me }) });
    expect(await screen.findByText('No calls yet')).toBeVisible();
    expect(screen.getByText(new RegExp(`^${words}`))).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'See what it offers' }),
    ).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${weather.id}/capabilities`,
    );
    expect(screen.queryByRole('group', { name: 'Filters' })).toBeNull();
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = renderActivity('', {
      refusals: new Map([
        ['GET /v1/calls', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('11 calls')).toBeInTheDocument();
  });
});
