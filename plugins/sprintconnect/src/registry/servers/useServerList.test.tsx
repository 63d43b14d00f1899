import { act, screen, waitFor } from '@testing-library/react';
import { memory } from '../../../dev/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';

describe('useServerList', () => {
  it('takes a discovery for ended whose end it never heard', async () => {
    const { signals } = renderPage('/servers', { servers: [memory] });
    const row = await screen.findByRole('row', { name: /Memory/ });
    signals.send({ type: 'server.discovery.started', serverId: memory.id });
    await waitFor(() => expect(row).toHaveTextContent('Refreshing…'));
    const later = Date.now() + 61_000;
    const now = jest.spyOn(Date, 'now').mockReturnValue(later);
    // A tab that is shown again asks anew.
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    await waitFor(() =>
      expect(screen.getByRole('row', { name: /Memory/ })).not.toHaveTextContent(
        'Refreshing…',
      ),
    );
    now.mockRestore();
  });
});
