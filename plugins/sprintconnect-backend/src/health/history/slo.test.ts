import type { SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../../__testUtils__';
import { openHistory } from './__testUtils__/openHistory';
import {
  budgetLeft,
  burnRates,
  sloWindows,
  type WindowCounts,
} from './burnRates';
import { nextAlerts } from './nextAlerts';
import { DAY_MS } from '../state/times';

const none = { probes: 0, failures: 0 };
type Five = [number, number, number, number, number];
/** So many probes, and failures among them, in each of the windows, shortest first. */
const counted = (probes: Five, failures: Five): WindowCounts =>
  Object.fromEntries(
    Object.keys(sloWindows).map((window, at) => [
      window,
      { probes: probes[at], failures: failures[at] },
    ]),
  ) as WindowCounts;
const failing = (...failures: Five) =>
  counted([5, 30, 60, 360, 4320], failures);
const quiet = failing(0, 0, 0, 0, 0);
const now = new Date('2026-11-22T12:00:00.000Z');
const judge = (counts: WindowCounts, current: SloAlert[] = []) =>
  nextAlerts(current, { counts, availability: 0.999, now });

describe('burn rates', () => {
  it('divide the share of failures by the share that is allowed', () => {
    const rates = burnRates(failing(0, 0, 6, 6, 6), 0.99);
    expect(rates['1h']).toBeCloseTo(10);
    expect(rates['5m']).toBe(0);
  });

  it('are 0 without a probe', () => {
    expect(burnRates({ ...quiet, '5m': none }, 0.99)['5m']).toBe(0);
  });

  it.each([
    [{ probes: 0, failures: 0 }, 1],
    [{ probes: 1000, failures: 0 }, 1],
    [{ probes: 1000, failures: 5 }, 0.5],
    [{ probes: 1000, failures: 10 }, 0],
    [{ probes: 1000, failures: 30 }, -2],
  ])('leave of the budget after %j: %d', (counts, left) => {
    expect(budgetLeft(counts, 0.99)).toBe(left);
  });
});

describe('the next alerts', () => {
  const table: [string, WindowCounts, [string, string, number][]][] = [
    ['none while all is well', quiet, []],
    ['none for a single failure', failing(1, 1, 1, 1, 1), []],
    ['none for two', failing(2, 2, 2, 2, 2), []],
    [
      'a page for three in the last minutes, and a ticket only once it has lasted',
      failing(3, 3, 3, 3, 3),
      [['page', '1h', 50]],
    ],
    [
      'no page when the failures are over',
      failing(0, 3, 3, 3, 3),
      [['page', '6h', 8.3]],
    ],
    ['none when they were hours ago', failing(0, 0, 0, 4, 4), []],
    [
      'a ticket for a slow burn',
      failing(0, 0, 1, 2, 9),
      [['ticket', '3d', 2.1]],
    ],
    [
      'both when it burns fast and long',
      failing(5, 30, 60, 60, 60),
      [
        ['page', '1h', 1000],
        ['ticket', '3d', 13.9],
      ],
    ],
    [
      'none before there are ten probes',
      counted([3, 9, 9, 9, 9], [3, 9, 9, 9, 9]),
      [],
    ],
    [
      'none of a server that is watched for some minutes only',
      counted([30, 40, 40, 40, 40], [9, 9, 9, 9, 9]),
      [],
    ],
    [
      'none over days of a server that is watched for hours',
      counted([5, 30, 60, 300, 300], [0, 20, 20, 20, 20]),
      [['page', '6h', 66.7]],
    ],
    ['none without a probe', counted([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]), []],
  ];
  it.each(table)('are %s', (_what, counts, expected) => {
    expect(
      judge(counts).alerts.map(each => [
        each.severity,
        each.longWindow,
        each.burnRate,
      ]),
    ).toEqual(expected);
  });

  it('keep their begin while they burn, and say what began and what ended', () => {
    const [page] = judge(failing(3, 3, 3, 3, 3)).raised;
    const later = new Date('2026-11-22T13:00:00.000Z');
    const next = nextAlerts([page], {
      counts: failing(5, 30, 60, 60, 60),
      availability: 0.999,
      now: later,
    });
    expect(next.alerts[0]).toMatchObject({
      severity: 'page',
      burnRate: 1000,
      since: now.toISOString(),
    });
    expect(next.raised.map(each => each.severity)).toEqual(['ticket']);
    expect(next.resolved).toEqual([]);
    expect(judge(quiet, next.alerts)).toMatchObject({
      alerts: [],
      raised: [],
      resolved: [{ severity: 'page' }, { severity: 'ticket' }],
    });
  });
});

describe.each(databaseIds)('error budgets on %s', id => {
  const good = (count: number) => Array.from({ length: count }, () => 20);
  const failed = (count: number) =>
    Array.from({ length: count }, () => 'failed' as const);

  async function open() {
    const opened = await openHistory({ id });
    const server = await opened.register({ owner: 'group:default/sky' });
    await opened.watch(server.id);
    await opened.probeEveryMinute(server.id, good(120));
    const audit = () =>
      opened.database
        .reader('audit_entries')
        .whereIn('action', ['slo-alert-raise', 'slo-alert-resolve'])
        .pluck('action');
    const auditedNames = async () => {
      const metas: string[] = await opened.database
        .reader('audit_entries')
        .whereIn('action', ['slo-alert-raise', 'slo-alert-resolve'])
        .pluck('meta');
      return [
        ...new Set(
          metas.map(meta => {
            const { name, environment } = JSON.parse(meta);
            return `${name} (${environment})`;
          }),
        ),
      ];
    };
    const alertEvents = async () =>
      (await opened.events()).filter(type => type.includes('slo'));
    const alerts = async () =>
      JSON.parse(
        (await opened.database.reader('health_states').first('alerts')).alerts,
      ) as SloAlert[];
    return { ...opened, server, audit, auditedNames, alertEvents, alerts };
  }

  it('raise an alert once, keep it up to date, and resolve it', async () => {
    const slo = await open();
    await slo.task('slos');
    expect(await slo.alerts()).toEqual([]);

    slo.clock.advance(3 * 60_000);
    await slo.probeEveryMinute(slo.server.id, failed(3));
    await slo.task('slos');
    const [page] = await slo.alerts();
    expect(page).toMatchObject({
      severity: 'page',
      longWindow: '1h',
      shortWindow: '5m',
      threshold: 14.4,
      since: slo.clock.now().toISOString(),
    });
    expect(await slo.alertEvents()).toContain('server.slo.alert.raised');
    const raised = (await slo.alertEvents()).length;
    const [told, ...more] = await slo.tell();
    expect(more).toEqual([]);

    slo.clock.advance(60_000);
    await slo.probeEveryMinute(slo.server.id, failed(1));
    await slo.task('slos');
    expect((await slo.alerts())[0]).toMatchObject({ since: page.since });
    expect((await slo.alerts())[0].burnRate).toBeGreaterThan(page.burnRate);
    expect(await slo.alertEvents()).toHaveLength(raised);
    expect(await slo.tell()).toEqual([]);

    slo.clock.advance(4 * DAY_MS);
    await slo.task('slos');
    expect(await slo.alerts()).toEqual([]);
    expect(
      (await slo.alertEvents()).filter(type => type.endsWith('resolved')),
    ).toHaveLength(raised);
    expect((await slo.audit()).sort()).toEqual(
      [
        ...Array(raised).fill('slo-alert-raise'),
        ...Array(raised).fill('slo-alert-resolve'),
      ].sort(),
    );
    expect(await slo.auditedNames()).toEqual(['weather (production)']);
    const [ended] = await slo.tell();
    expect(ended).toMatchObject({
      recipients: ['group:default/sky'],
      subject: told.subject,
      title: 'weather (production) meets its objective again',
      severity: 'low',
      link: `/sprintconnect/servers/${slo.server.id}/health`,
    });
  });

  it('tell the owner in words, and nobody where there is no owner', async () => {
    const slo = await open();
    slo.clock.advance(3 * 60_000);
    await slo.probeEveryMinute(slo.server.id, failed(3));
    const orphan = await slo.register({ name: 'orphan' });
    await slo.watch(orphan.id);
    await slo.probeEveryMinute(orphan.id, failed(20));
    await slo.task('slos');
    const told = await slo.tell();
    expect(told).toEqual([
      {
        recipients: ['group:default/sky'],
        subject: expect.stringMatching(/^incident:[0-9a-f-]{36}$/),
        link: `/sprintconnect/servers/${slo.server.id}/health`,
        title: 'weather (production) is using up its error budget',
        severity: 'critical',
        description: expect.stringMatching(
          /^Failures are [\d.]+ times the allowed rate over both 1h and 5m\.$/,
        ),
      },
    ]);
  });

  it('judge by the objective of the environment', async () => {
    const slo = await open();
    const lax = await slo.register({ name: 'lax', environment: 'staging' });
    await slo.watch(lax.id, 'staging');
    await slo.probeEveryMinute(lax.id, [...good(300), ...failed(3)]);
    await slo.task('slos');
    expect(
      JSON.parse(
        (
          await slo.database
            .reader('health_states')
            .where({ server_id: lax.id })
            .first('alerts')
        ).alerts,
      ),
    ).toEqual([]);
  });

  it('write nothing where nothing changed, and nothing of servers that nobody watches', async () => {
    const slo = await open();
    const gone = await slo.register({ name: 'gone' });
    await slo.probeEveryMinute(gone.id, failed(30));
    const before = await slo.counts();
    await slo.task('slos');
    expect(await slo.counts()).toEqual(before);
  });
});
