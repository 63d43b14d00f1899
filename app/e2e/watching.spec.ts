import { enterWhen, PATIENCE } from './forecast';
import {
  type Guest,
  type Theme,
  expect,
  inBothThemes,
  test,
} from './portalTest';
import { refuse } from './refuse';

/** What is ours on the home page and on the page of an entity. */
const OURS = '[role="region"][aria-labelledby]';

/** Keeps what axe finds wrong with what is open, under a name. */
type Look = (name: string, within?: string) => Promise<void>;

async function lookAtServer(guest: Guest, theme: Theme, look: Look) {
  const { page } = guest;
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Versions' }).click();
  await expect(
    page.getByText(/only one version so far|current/).first(),
  ).toBeVisible();
  await look('versions');

  await page.getByRole('link', { name: 'Health', exact: true }).click();
  await expect(page.getByRole('listbox', { name: /^Uptime/ })).toBeVisible();
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await guest.photograph(`watched-${theme}`);
  await look('health');
  await page.getByText('Show as table').click();
  await expect(
    page.getByRole('table', { name: /^Uptime and latency/ }),
  ).toBeVisible();
  await look('health as a table');
}

async function lookAtDiscover(guest: Guest, theme: Theme, look: Look) {
  const { page } = guest;
  await page.goto('/sprintconnect/discover');
  await expect(page.getByText(/capabilities, by name$/)).toBeVisible();
  await look('discover');
  const box = page.getByRole('searchbox', { name: 'Search capabilities' });
  await box.fill('teleport zzqx');
  await expect(page.getByText(/^No results for/)).toBeVisible();
  await look('nothing discovered');
  await box.fill('compare weather');
  await expect(page.getByText(/results? for “compare weather”/)).toBeVisible();
  await guest.opensFirstResult();
  await guest.photograph(`discover-${theme}`);
  await look('a capability');
}

async function lookAtPortal({ page }: Guest, look: Look) {
  await page.goto('/home');
  await expect(
    page.getByRole('region', { name: 'MCP servers that need attention' }),
  ).toContainText(/All good|healthy|Degraded/);
  await look('home', OURS);
  await page.goto('/catalog/default/api/forecast');
  await expect(
    page.getByRole('region', { name: 'MCP server health' }),
  ).toContainText(/up in (24 h|the .+ it has been checked)/, PATIENCE);
  await look('entity', OURS);
}

inBothThemes(theme => {
  test('axe finds nothing serious where servers are watched and found', async ({
    guest,
  }) => {
    const found: Record<string, string[]> = {};
    const look: Look = async (name, within) => {
      const faults = await guest.accessibilityFaults(within);
      if (faults.length > 0) found[name] = faults;
    };
    await enterWhen(guest, /Healthy.*for/);
    await guest.seesTheme(theme);
    await lookAtServer(guest, theme, look);
    await lookAtDiscover(guest, theme, look);
    await lookAtPortal(guest, look);
    expect(found).toEqual({});
  });

  test('axe finds nothing serious in what goes wrong', async ({ guest }) => {
    const { page } = guest;
    const faults: Record<string, string[]> = {};
    await guest.signIn('/sprintconnect/servers');
    guest.expectedErrors = [/status of (429|503)/];
    await page.route(
      '**/api/sprintconnect/v1/discovery/**',
      refuse(429, 'Rate limited'),
    );
    await page.goto('/sprintconnect/discover?q=weather');
    await expect(page.getByRole('alert')).toContainText('Rate limited');
    await guest.seesTheme(theme);
    faults.discover = await guest.accessibilityFaults();
    await page.route(
      '**/api/sprintconnect/v1/servers**',
      refuse(503, 'The registry is not available'),
    );
    for (const path of ['/sprintconnect/servers', '/home']) {
      await page.goto(path);
      await expect(page.getByRole('alert').first()).toContainText(
        'The registry is not available',
      );
      faults[path] = await guest.accessibilityFaults(
        path === '/home' ? OURS : undefined,
      );
    }
    expect(faults).toEqual({
      discover: [],
      '/sprintconnect/servers': [],
      '/home': [],
    });
  });
});
