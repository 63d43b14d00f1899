import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  billing,
  everything,
  idOf,
  memory,
  orchard,
  serverOf,
  vault,
  weather,
} from '../../dev/fixtures';
import { healthOf } from '../../dev/health';
import { renderPage } from '../__testUtils__/renderPage';

const tab = (serverId: string, query = '') =>
  `/servers/${serverId}/health${query}`;
const viewer = {
  caller: { type: 'user', ref: 'user:default/viewer' } as const,
  orgId: 'default',
  roles: ['viewer'],
  permissions: ['sprintconnect.server.read'],
  environments: ['development'],
  stdioEntries: [],
};
const probed = (requests: string[]) =>
  requests.filter(each => each.startsWith('POST') && each.includes('/probe'));

/** The value of a key figure or a fact by its term. */
const valueOf = (term: string) =>
  screen.getByText(term).parentElement?.querySelector('dd');

let errors: jest.SpyInstance;
beforeEach(() => {
  errors = jest.spyOn(console, 'error');
});
afterEach(() => {
  const said = errors.mock.calls;
  errors.mockRestore();
  if (said.length > 0) throw new Error(`The page complained: ${said[0]}`);
});

describe('HealthTab', () => {
  it('says calmly that a server asks for a login, and since when', async () => {
    renderPage(tab(vault.id), { servers: [vault] });
    expect(await screen.findByText(/^Asks for login for/)).toHaveTextContent(
      /^Asks for login for 6 days$/,
    );
    expect(screen.getByText(/Add a credential/)).toBeVisible();
    expect(screen.getByText(/^Last probe .*: Asks for login$/)).toBeVisible();
    expect(valueOf('Uptime 24 h')).toHaveTextContent('No data');
    expect(screen.getByText(/^Not judged: the server asks/)).toBeVisible();
    expect(screen.queryByText(/overspent|on track/)).toBeNull();
    expect(screen.queryByText('Error budget left')).toBeNull();
    expect(screen.queryByText(/Refresh failed|Ongoing/)).toBeNull();
  });

  it('says calmly that a probe was asked for a login', async () => {
    renderPage(tab(vault.id), { servers: [vault] });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Probe now' }),
    );
    expect(
      await screen.findByText('The server asks for a login.'),
    ).toBeVisible();
    expect(screen.queryByText('The probe failed')).toBeNull();
  });

  it('gives no verdict and no equal figures on hardly any data', async () => {
    renderPage(tab(orchard.id, '?range=1h'), { servers: [orchard] });
    expect(await screen.findByText('Uptime so far')).toBeVisible();
    expect(valueOf('Uptime so far')).toHaveTextContent('97.39%');
    expect(screen.getByText('Median latency so far')).toBeVisible();
    expect(screen.queryByText(/24 h$/)).not.toBeInTheDocument();
    for (const term of ['Uptime so far', 'Uptime 7 days', 'Uptime 30 days']) {
      expect(screen.getByText(term).parentElement).toHaveTextContent(
        'known for 3 hr',
      );
    }
    expect(valueOf('Uptime 7 days')).toHaveTextContent('–');
    expect(valueOf('Uptime 30 days')).toHaveTextContent('–');
    expect(
      await screen.findByText(/^Too early for a verdict/),
    ).toHaveTextContent('it takes 1,000 probes over at least 1 day');
    expect(valueOf('Based on')).toHaveTextContent('192 probes in 3 hr 12 min');
    expect(screen.queryByText(/overspent|on track/)).toBeNull();
    expect(screen.queryByText('Error budget left')).toBeNull();
    expect(screen.queryByRole('meter')).toBeNull();
    // The last hour, minute by minute.
    const bars = await screen.findByRole('listbox');
    expect(within(bars).getAllByRole('option')).toHaveLength(60);
    expect(screen.getByRole('radio', { name: '1 hour' })).toBeChecked();
  });

  it('does not call a budget calm that is overspent', async () => {
    renderPage(tab(idOf(3)));
    expect(await screen.findByText(/overspent by 42%/)).toBeVisible();
    expect(screen.queryByText(/on track/)).toBeNull();
  });

  it('says how a healthy server is and was', async () => {
    renderPage(tab(weather.id));
    expect(await screen.findByText(/^Healthy for/)).toHaveTextContent(
      'Healthy for 17 days',
    );
    expect(screen.getByText(/responded in 118 ms/)).toBeVisible();
    expect(screen.getByText(/^Next probe/)).toBeVisible();
    expect(valueOf('Uptime 24 h')).toHaveTextContent('100%');
    expect(valueOf('Uptime 30 days')).toHaveTextContent('99.8%');
    expect(valueOf('95th percentile 24 h')).toHaveTextContent('224 ms');
    expect(valueOf('Trend 24 h')).toHaveTextContent('Steady');
    expect(screen.getByText(/hardly moved/)).toBeVisible();
    expect(
      await screen.findByText('No incidents in this period.'),
    ).toBeVisible();
    expect(valueOf('Availability')).toHaveTextContent('99.9% of probes');
    expect(
      screen.getByRole('meter', { name: 'Error budget left' }),
    ).toHaveAttribute('aria-valuetext', '81%');
    expect(screen.getByText(/error budget is on track/)).toBeVisible();
  });

  it('says why a dead server is, what to do, and that checks are paused', async () => {
    renderPage(tab(billing.id));
    expect(await screen.findByText(/^Unhealthy for/)).toHaveTextContent(
      'Unhealthy for 9 hr 20 min: Connection refused',
    );
    expect(screen.getByText(/Check that the server is running/)).toBeVisible();
    expect(screen.getByText(/Checks are paused/)).toHaveTextContent(
      /10 probes in a row failed\. Checks are paused; next in \d minutes/,
    );
    expect(screen.queryByText(/^Next probe/)).not.toBeInTheDocument();
    // The discovery that failed for the same reason is told on the other tabs.
    expect(screen.queryByText(/^Last refresh failed/)).not.toBeInTheDocument();
    const incidents = await screen.findByRole('region', { name: 'Incidents' });
    const row = within(incidents).getByRole('row', { name: /Ongoing/ });
    expect(row).toHaveTextContent('Unhealthy');
    expect(row).toHaveTextContent('connect ECONNREFUSED');
    expect(row).toHaveTextContent('9 hr 20 min');
    expect(row).toHaveTextContent('560');
  });

  it('says in words that an error budget burns', async () => {
    renderPage(tab(billing.id));
    expect(
      await screen.findByText('The error budget is burning very fast'),
    ).toBeVisible();
    expect(
      screen.getByText(/1,000 times the sustainable rate/),
    ).toHaveTextContent(
      /over both the last 1 hr and the last 5 min.*limit is 14.4/,
    );
    expect(
      screen.getByText('The error budget is burning too fast'),
    ).toBeVisible();
    expect(screen.getByText(/overspent by 1,240%/)).toBeVisible();
  });

  it.each([
    [
      everything.id,
      'Degraded for 1 hr 35 min: Slow',
      /slower than its environment/,
    ],
    [memory.id, 'Degraded for 3 hr: Unstable', /one bad instance/],
  ])('explains what degraded means (%s)', async (id, title, advice) => {
    renderPage(tab(id));
    expect(await screen.findByText(/^Degraded for/)).toHaveTextContent(title);
    expect(screen.getByText(advice)).toBeVisible();
  });

  it('does not tell a time that has come as a time ago', async () => {
    const past = new Date(Date.now() - 2000).toISOString();
    renderPage(tab(weather.id), {
      health: new Map([
        [weather.id, { ...healthOf(weather.id), nextProbeAt: past }],
      ]),
    });
    expect(await screen.findByText('Next probe is due now')).toBeVisible();
  });

  it.each([
    [weather.id, 'Objective 500 ms', ['Degraded', 'Unhealthy']],
    [memory.id, 'Objective 500 ms, above this chart', ['Degraded']],
  ])(
    'says what its lines and shades mean (%s)',
    async (id, objective, shades) => {
      renderPage(tab(id, '?range=30d'));
      const latency = await screen.findByRole('region', { name: 'Latency' });
      expect(within(latency).getByText(objective)).toBeVisible();
      expect(within(latency).getByText('95th percentile (p95)')).toBeVisible();
      expect(
        ['Degraded', 'Unhealthy'].filter(each =>
          within(latency).queryByText(each),
        ),
      ).toEqual(shades);
    },
  );

  it('keeps the chosen time in the address', async () => {
    const { world } = renderPage(tab(weather.id, '?range=30d'));
    expect(await screen.findByRole('radio', { name: '30 days' })).toBeChecked();
    expect(await screen.findAllByRole('option')).toHaveLength(30);
    await userEvent.click(screen.getByRole('radio', { name: '7 days' }));
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(56));
    const asked = world.requests.filter(each => each.includes('/history'));
    const days = asked.map(each => {
      const from = new URL(each.slice(4), 'http://x').searchParams.get('from');
      return Math.round((Date.now() - Date.parse(from ?? '')) / 86_400_000);
    });
    expect([29, 30]).toContain(days[0]);
    expect(days.at(-1)).toBe(7);
  });

  it('tells each bar to who moves along them with the arrow keys', async () => {
    renderPage(tab(billing.id));
    const bars = await screen.findAllByRole('option');
    expect(bars).toHaveLength(24);
    expect(bars.filter(each => each.tabIndex === 0)).toEqual([bars[23]]);
    act(() => bars[23].focus());
    expect(bars[23]).toHaveAccessibleName(
      /0% up, \d+ of \d+ probes? failed, Incident: Connection refused$/,
    );
    await userEvent.keyboard('{Home}');
    expect(bars[0]).toHaveFocus();
    expect(bars[0]).toHaveAccessibleName(/100% up, 0 of 60 probes failed$/);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(bars[1]).toHaveFocus();
    expect(bars[1]).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByText('0 of 60 probes failed')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText('0 of 60 probes failed')).not.toBeInTheDocument();
    await userEvent.keyboard('{End}');
    expect(bars[23]).toHaveFocus();
  });

  it('has the same as a table, for all who ask and always for screen readers', async () => {
    renderPage(tab(billing.id, '?range=7d'));
    const table = await screen.findByRole('table', {
      name: 'Uptime and latency over time, newest first',
    });
    const rows = within(table).getAllByRole('row');
    expect(rows).toHaveLength(57);
    expect(rows[1]).toHaveTextContent('0%');
    expect(rows[1]).toHaveTextContent('–');
    expect(rows[56]).toHaveTextContent('100%');
    expect(rows[56]).toHaveTextContent(/100%(60|120|180)0\d+ ms\d+ ms$/);
    const hidden = table.closest('[class*=VisuallyHidden]');
    expect(hidden).not.toBeNull();
    await userEvent.click(
      screen.getByRole('switch', { name: 'Show as table' }),
    );
    expect(
      screen
        .getByRole('table', { name: /^Uptime and latency/ })
        .closest('[class*=VisuallyHidden]'),
    ).toBeNull();
  });

  it('probes at once where that is allowed, and shows what came of it', async () => {
    const { world } = renderPage(tab(idOf(105)));
    expect(await screen.findByText('Not probed yet')).toBeVisible();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Probe now' }),
    );
    expect(await screen.findByText('Probing…')).toBeVisible();
    expect(await screen.findByText('The probe succeeded.')).toBeVisible();
    expect(await screen.findByText(/^Healthy for/)).toBeVisible();
    expect(probed(world.requests)).toEqual([
      `POST /v1/servers/${idOf(105)}/probe`,
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('The probe succeeded.')).not.toBeInTheDocument();
  });

  it.each([
    [
      { outcome: 'probed', ok: false, error: 'weather did not answer' },
      'The probe failed',
      'weather did not answer',
    ],
    [
      { outcome: 'skipped', reason: 'The server is not in use.' },
      "Couldn't run the probe",
      'The server is not in use.',
    ],
  ])('says that a probe did not go well: %j', async (result, title, why) => {
    const { world } = renderPage(tab(weather.id));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Probe now' }),
    );
    await waitFor(() => expect(world.jobs.size).toBe(1));
    const [job] = world.jobs.values();
    job.steps = [{ state: 'succeeded', result }];
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.getByText(why)).toBeVisible();
    expect(screen.queryByText('The probe succeeded.')).not.toBeInTheDocument();
  });

  it('says that SprintConnect cannot be reached, where its backend does not answer', async () => {
    const { world } = renderPage(tab(weather.id));
    const button = await screen.findByRole('button', { name: 'Probe now' });
    world.unreachable = true;
    await userEvent.click(button);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent("The SprintConnect backend didn't respond");
    expect(alert).not.toHaveTextContent('Failed to fetch');
  });

  it('says so when a probe may not be started', async () => {
    renderPage(tab(weather.id), {
      refusals: new Map([
        [
          'POST /v1/servers/:id/probe',
          { status: 409, detail: 'It is retired.' },
        ],
      ]),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Probe now' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It is retired.',
    );
  });

  it('offers no probe to those who may only read, nor of a retired server', async () => {
    const { world, unmount } = renderPage(tab(weather.id), { me: viewer });
    await screen.findByText(/^Healthy for/);
    await waitFor(() => expect(world.requests).toContain('GET /v1/me'));
    expect(
      screen.queryByRole('button', { name: 'Probe now' }),
    ).not.toBeInTheDocument();
    unmount();
    const access = { update: true, discover: true, probe: false, delete: true };
    const theirs = serverOf({ ...weather, id: idOf(1), access });
    const page = renderPage(tab(theirs.id), { servers: [theirs] });
    await screen.findByText(/^Healthy for/);
    expect(
      screen.queryByRole('button', { name: 'Probe now' }),
    ).not.toBeInTheDocument();
    page.unmount();
    const retired = serverOf({ id: idOf(105), name: 'old', status: 'retired' });
    renderPage(tab(retired.id), { servers: [retired] });
    expect(
      await screen.findByText('Only active servers are probed.'),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Probe now' }),
    ).not.toBeInTheDocument();
  });

  it('says what went wrong and tries again', async () => {
    const { world } = renderPage(tab(weather.id), {
      refusals: new Map([
        ['GET /v1/servers/:id/health', { status: 503, detail: 'Away.' }],
      ]),
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Away.');
    expect(alert).toHaveTextContent('Request mock-request-1');
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^Healthy for/)).toBeVisible();
  });

  it('names the refusal where health may not be seen', async () => {
    renderPage(tab(weather.id), {
      refusals: new Map([['GET /v1/servers/:id/health', { status: 403 }]]),
    });
    expect(
      await screen.findByText("You don't have access to this server's health"),
    ).toBeVisible();
    expect(screen.getByText('sprintconnect.server.read')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('keeps the status where only the history is away', async () => {
    renderPage(tab(weather.id), {
      refusals: new Map([
        ['GET /v1/servers/:id/health/history', { status: 503 }],
      ]),
    });
    expect(await screen.findByText(/^Healthy for/)).toBeVisible();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The request failed',
    );
    expect(
      screen.getByRole('region', { name: 'Service level objective' }),
    ).toBeVisible();
  });

  it('turns without reload when the health of its server changes', async () => {
    const { world, signals } = renderPage(tab(weather.id));
    await screen.findByText(/^Healthy for/);
    world.health.set(weather.id, healthOf(billing.id));
    signals.send({ type: 'server.health.changed', serverId: billing.id });
    signals.send({ type: 'server.health.changed', serverId: weather.id });
    expect(await screen.findByText(/^Unhealthy for/)).toBeVisible();
  });
});
