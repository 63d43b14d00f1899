import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { weather } from '../../dev/fixtures';
import { renderPage } from '../__testUtils__/renderPage';

const tab = `/servers/${weather.id}/health`;

describe('the history of the Health tab', () => {
  it('says that it shows a former one where the chosen one is away, and tries again', async () => {
    const { world } = renderPage(tab);
    expect(await screen.findAllByRole('option')).toHaveLength(24);
    world.refusals.set('GET /v1/servers/:id/health/history', {
      status: 503,
      detail: 'Away.',
    });
    await userEvent.click(screen.getByRole('radio', { name: '30 days' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Away.');
    expect(screen.getAllByRole('option')).toHaveLength(24);
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(30));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('has no stop of Tab in the table that nobody sees', async () => {
    renderPage(tab);
    const name = /^Uptime and latency/;
    const hidden = await screen.findByRole('table', { name });
    expect(hidden.closest('[tabindex]')).toBeNull();
    expect(within(hidden).getAllByRole('row')).toHaveLength(25);
    await userEvent.click(
      screen.getByRole('switch', { name: 'Show as table' }),
    );
    expect(
      screen.getByRole('table', { name }).closest('[tabindex="0"]'),
    ).toHaveAttribute('role', 'region');
  });
});
