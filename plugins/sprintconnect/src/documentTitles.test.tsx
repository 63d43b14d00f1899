import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callRecords } from '../dev/calls';
import { idOf, weather } from '../dev/fixtures';
import { renderPage } from './__testUtils__/renderPage';

const reads = (title: string) =>
  waitFor(() => expect(document.title).toBe(title));

describe('the titles of the pages', () => {
  it('follow the reader to a server, through its tabs, and back', async () => {
    const user = userEvent.setup();
    const { unmount } = renderPage('/servers', { servers: [weather] });
    await reads('MCP servers | Backstage');
    await user.click(await screen.findByText('Weather'));
    await reads('Weather | MCP servers | Backstage');
    for (const tab of ['Health', 'Versions', 'Activity', 'Capabilities']) {
      await user.click(screen.getByRole('link', { name: tab }));
      await reads(`Weather | ${tab} | MCP servers | Backstage`);
    }
    await user.click(screen.getByRole('link', { name: 'Overview' }));
    await reads('Weather | MCP servers | Backstage');
    await user.click(screen.getByRole('tab', { name: 'Servers' }));
    await reads('MCP servers | Backstage');
    unmount();
    expect(document.title).toBe('Backstage');
  });

  it('stay when the count of notifications writes a former one, and leave those of others alone', async () => {
    const user = userEvent.setup();
    renderPage('/servers', { servers: [weather] });
    await reads('MCP servers | Backstage');
    await user.click(await screen.findByText('Weather'));
    await reads('Weather | MCP servers | Backstage');
    for (const former of ['', '(4) ']) {
      document.title = `${former}MCP servers | Backstage`;
      await reads('Weather | MCP servers | Backstage');
    }
    for (const other of [
      '(4) Weather | MCP servers | Backstage',
      'A page of others',
    ]) {
      document.title = other;
      await new Promise(resolve => setTimeout(resolve));
      expect(document.title).toBe(other);
    }
  });

  it.each([
    ['/discover', 'Discover | MCP servers | Backstage'],
    ['/servers/register', 'Register a server | MCP servers | Backstage'],
    [`/servers/${weather.id}/edit`, 'Edit Weather | MCP servers | Backstage'],
    [
      `/servers/${weather.id}/versions?from=1&to=3`,
      'Version 1 to 3 | Weather | Versions | MCP servers | Backstage',
    ],
    [`/servers/${idOf(999)}`, 'MCP servers | Backstage'],
    [
      `/servers/${weather.id}/try/prompt/plan_a_hike`,
      'Try it: Plan a hike | Weather | MCP servers | Backstage',
    ],
    ['/connections', 'Connected accounts | MCP servers | Backstage'],
    ['/calls', 'My calls | MCP servers | Backstage'],
    [
      `/calls/${callRecords[1].id}`,
      'get_forecast | Call | MCP servers | Backstage',
    ],
    ['/admin', 'API keys | Admin | MCP servers | Backstage'],
    ['/admin/roles', 'Roles | Admin | MCP servers | Backstage'],
    ['/admin/organisation', 'Organisation | Admin | MCP servers | Backstage'],
    ['/admin/audit', 'Audit | Admin | MCP servers | Backstage'],
  ])('say of %s what it is', async (path, title) => {
    renderPage(path);
    await waitFor(() => expect(document.title).toBe(title));
  });
});
