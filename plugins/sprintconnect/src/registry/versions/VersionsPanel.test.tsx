import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { drifting, weather, weatherSnapshots } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { worldOf } from '../../../dev/worlds';
import { renderPage } from '../../__testUtils__/renderPage';

const render = (query = '', changes: Partial<MockWorld> = {}) =>
  renderPage(`/servers/${weather.id}/versions${query}`, changes);

describe('VersionsPanel', () => {
  it('grades what changed, the gravest first', async () => {
    render();
    expect(
      await screen.findByText('5 changes from version 2 to version 3'),
    ).toBeVisible();
    expect(screen.getByText('1 critical')).toBeVisible();
    expect(screen.getByText('2 notices')).toBeVisible();
    const changes = screen
      .getAllByRole('listitem')
      .filter(each => each.dataset.severity);
    expect(changes.map(each => each.dataset.severity)).toEqual([
      'critical',
      'warning',
      'notice',
      'notice',
      'info',
    ]);
    expect(changes[0]).toHaveTextContent(
      /Destructive hint changed.*delete_station.*at annotations\.destructiveHint/,
    );
    const sides = within(changes[1]);
    expect(sides.getByRole('region', { name: 'Before' })).toHaveTextContent(
      '"maximum": 30',
    );
    expect(sides.getByRole('region', { name: 'After' })).toHaveTextContent(
      '"maximum": 14',
    );
    const added = within(changes[4]);
    expect(added.queryByRole('region', { name: 'Before' })).toBeNull();
    expect(added.getByRole('region', { name: 'After' })).toBeVisible();
  });

  it('shows what nobody has looked at yet, until somebody says that they have', async () => {
    const { world } = render('', { servers: [drifting] });
    expect(await screen.findByText('2 warnings since version 1')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Versions (2 warnings)' }),
    ).toBeVisible();
    expect(
      await screen.findByText(/changes from version 1 to version 3/),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Mark as seen' }));
    expect(await screen.findByRole('link', { name: 'Versions' })).toBeVisible();
    expect(screen.queryByText(/warnings since version/)).toBeNull();
    expect(world.requests).toContain(
      `POST /v1/servers/${weather.id}/drift/acknowledge`,
    );
  });

  it('says why the changes could not be marked as seen', async () => {
    render('', {
      servers: [drifting],
      refusals: new Map([
        ['POST /v1/servers/:id/drift/acknowledge', { status: 503 }],
      ]),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Mark as seen' }),
    );
    expect(
      await screen.findByText("Couldn't mark the changes as seen"),
    ).toBeVisible();
    expect(screen.getByText('2 warnings since version 1')).toBeVisible();
  });

  it('shows them also to who may not change the server, without the button', async () => {
    render('', { servers: [drifting], me: worldOf('viewer').me });
    expect(await screen.findByText('2 warnings since version 1')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Mark as seen' })).toBeNull();
  });

  it('marks a version that was found while some lists failed', async () => {
    render('', {
      snapshots: weatherSnapshots.map(each =>
        each.version === 2 ? { ...each, failedLists: ['prompt'] } : each,
      ),
    });
    const row = await screen.findByRole('row', { name: /^2 partial/ });
    await userEvent.hover(within(row).getByRole('button', { name: 'partial' }));
    expect(await screen.findByRole('tooltip')).toHaveTextContent(/Prompts/);
    expect(screen.getAllByText('partial')).toHaveLength(1);
  });

  it('lists versions and marks the current one', async () => {
    render();
    const current = await screen.findByRole('row', { name: /^3 current/ });
    expect(current).toHaveTextContent('4 tools');
    expect(screen.getByRole('row', { name: /^1 / })).toHaveTextContent(
      '2025-11-25',
    );
  });

  it('compares what the address names, and swaps', async () => {
    const { world } = render('?from=1&to=3');
    expect(
      await screen.findByText('5 changes from version 1 to version 3'),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Swap versions' }),
    );
    expect(
      await screen.findByText('5 changes from version 3 to version 1'),
    ).toBeVisible();
    expect(world.requests).toContain(
      `GET /v1/servers/${weather.id}/snapshots/3/diff/1`,
    );
  });

  it('says when two versions are the same', async () => {
    render('?from=2&to=2');
    expect(
      await screen.findByText('These versions are identical.'),
    ).toBeVisible();
  });

  it.each([
    [[], 'No versions yet'],
    [weatherSnapshots.slice(2), /There is only one version so far/],
  ])('says what can be compared of %p', async (snapshots, text) => {
    render('', { snapshots });
    expect(await screen.findByText(text)).toBeVisible();
  });

  it('says what went wrong with the list and with the difference', async () => {
    const { world } = render('', {
      refusals: new Map([
        ['GET /v1/servers/:id/snapshots', { detail: 'No list.' }],
        [
          'GET /v1/servers/:id/snapshots/:from/diff/:to',
          { detail: 'No diff.' },
        ],
      ]),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('No list.');
    world.refusals.delete('GET /v1/servers/:id/snapshots');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No diff.')).toBeVisible();
    expect(screen.getByRole('row', { name: /^3 current/ })).toBeVisible();
  });

  it('says that a newer version could not be fetched', async () => {
    const { world, signals } = render();
    expect(
      await screen.findByRole('row', { name: /^3 current/ }),
    ).toBeVisible();
    world.refusals.set('GET /v1/servers/:id/snapshots', { detail: 'No list.' });
    world.servers = world.servers.map(each =>
      each.id === weather.id ? { ...each, snapshot: { current: 4 } } : each,
    );
    signals.send({ type: 'server.capabilities.changed', serverId: weather.id });
    expect(await screen.findByRole('alert')).toHaveTextContent('No list.');
    expect(screen.getByRole('row', { name: /^3 / })).toBeVisible();
  });
});
