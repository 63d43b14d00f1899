import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callRecords } from '../../dev/calls';
import { idOf, weather } from '../../dev/fixtures';
import type { MockWorld } from '../../dev/mockWorld';
import { renderPage } from '../__testUtils__/renderPage';

const [open, ofAgent] = callRecords;
const me = 'user:default/guest';
const few = callRecords.slice(0, 11);
const mine = few.filter(({ caller }) => caller.ref === me);
const asked = (world: MockWorld) =>
  world.requests.filter(each => each.startsWith('GET /v1/calls?'));
const heading = (name: string) => screen.findByRole('heading', { name });

describe('MyCallsPage', () => {
  it('has what the reader used, of any server, beside the other tabs', async () => {
    const { world } = renderPage('/calls', { calls: few });
    expect(await screen.findByText(`${mine.length} calls`)).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'My calls' })).toBeVisible();
    expect(asked(world)[0]).toContain(`caller=${encodeURIComponent(me)}`);
    await screen.findAllByRole('rowheader', { name: /\w/ });
    const [, first] = screen.getAllByRole('row');
    expect(first).toHaveTextContent(/get_forecast.*Portal.*weather.*Succeeded/);
    expect(screen.queryByRole('columnheader', { name: 'Who' })).toBeNull();
  });

  it('narrows by server', async () => {
    const { world } = renderPage('/calls?period=d30', {
      servers: [weather],
      calls: few,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /Server$/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Weather · production' }),
    );
    await waitFor(() =>
      expect(asked(world).at(-1)).toMatch(
        new RegExp(`server=${weather.id}.*from=20.*caller=`),
      ),
    );
  });

  it('refetches when calls of any server ended, once for many', async () => {
    const { world, signals } = renderPage('/calls', { calls: [] });
    expect(await screen.findByText('No calls yet')).toBeVisible();
    world.calls = [...mine];
    for (const serverId of [idOf(4), idOf(5)]) {
      signals.send({ type: 'server.calls.changed', serverId });
    }
    expect(
      await screen.findByText(`${mine.length} calls`, {}, { timeout: 10_000 }),
    ).toBeInTheDocument();
    expect(asked(world)).toHaveLength(2);
  });
});

describe('CallPage', () => {
  it('has an address for a call of anybody', async () => {
    renderPage(`/calls/${ofAgent.id}`);
    const region = await screen.findByRole('region', { name: 'get_forecast' });
    expect(region).toHaveTextContent('https://agents.example.com/');
    expect(
      within(region).getByRole('link', { name: 'weather' }),
    ).toHaveAttribute('href', `/sprintconnect/servers/${weather.id}`);
    expect(await heading('Call')).toBeVisible();
  });

  it('follows a call to its end, and no further', async () => {
    const { world, signals } = renderPage(`/calls/${open.id}`);
    expect(await screen.findByText('In progress')).toBeVisible();
    world.calls = [{ ...open, outcome: 'cancelled' }];
    signals.send({ type: 'server.calls.changed', serverId: weather.id });
    expect(await screen.findByText('Cancelled')).toBeVisible();
    const ofCall = () =>
      world.requests.filter(each => each === `GET /v1/calls/${open.id}`);
    const before = ofCall().length;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(ofCall()).toHaveLength(before);
  });

  it('says that a call is not there', async () => {
    renderPage(`/calls/${idOf(7999)}`);
    expect(await screen.findByText('Call not found')).toBeVisible();
    for (const link of screen.getAllByRole('link', { name: 'My calls' })) {
      expect(link).toHaveAttribute('href', '/sprintconnect/calls');
    }
  });

  it('says what went wrong', async () => {
    renderPage(`/calls/${ofAgent.id}`, {
      refusals: new Map([
        ['GET /v1/calls/:id', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
  });
});
