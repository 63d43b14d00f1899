import { screen } from '@testing-library/react';
import { renderPage } from './__testUtils__/renderPage';

describe('plugin', () => {
  it('leads from its root to the servers', async () => {
    renderPage('');
    expect(
      await screen.findByRole('heading', { name: 'MCP servers' }),
    ).toBeVisible();
  });

  it('stands in the sidebar by name', async () => {
    renderPage('/servers');
    const links = await screen.findAllByRole('link', { name: 'SprintConnect' });
    expect(links.map(each => each.getAttribute('href'))).toContain(
      '/sprintconnect',
    );
  });
});
