import { screen, waitFor } from '@testing-library/react';
import { idOf } from '../dev/moments';
import { renderPage } from './__testUtils__/renderPage';

describe('plugin', () => {
  it('leads from its root to the servers', async () => {
    renderPage('');
    expect(
      await screen.findByRole('heading', { name: 'MCP servers' }),
    ).toBeVisible();
  });

  it.each(['/nonsense', '/admin/nonsense', `/servers/${idOf(3)}/nonsense`])(
    'says at %s that there is no such page',
    async path => {
      renderPage(path);
      await waitFor(() =>
        expect(screen.getByText(/PAGE NOT FOUND/)).toBeVisible(),
      );
    },
  );

  it('stands in the sidebar by what it is', async () => {
    renderPage('/servers');
    const entry = await screen.findByRole('link', { name: 'MCP servers' });
    expect(entry).toHaveAttribute('href', '/sprintconnect');
  });
});
