import { type Guest, type Theme, expect } from './portalTest';

/** Width and height of a desk, a tablet and a phone. */
const SCREENS = [
  [1280, 1600],
  [768, 1600],
  [390, 1800],
] as const;

/** On pages of others. */
const OURS = '[role="region"][aria-labelledby], .bui-Accordion';

interface PageSeen {
  name: string;
  path: string;
  /** Waits until it shows what it is there for, and opens what is to be seen. */
  ready: (guest: Guest) => Promise<void>;
  /** Selector of what is ours, on pages of others. */
  within?: string;
  /** Lays itself out as it loads only, so that it is loaded at each size. */
  isLoadedAnew?: boolean;
}

const heading = (name: string | RegExp) => (guest: Guest) =>
  expect(guest.page.getByRole('heading', { name }).first()).toBeVisible();

const callsOrNone = ({ page }: Guest) =>
  expect(
    page
      .getByRole('rowheader', { name: /\w/ })
      .or(page.getByRole('heading', { name: 'No calls yet' }))
      .first(),
  ).toBeVisible();

/** The demo's forecast server, as it is registered. */
interface Forecast {
  id: string;
  title: string;
  entityRef: string;
}

/** Where capabilities of a server are tried, and where people see who used them. */
const pagesOfCalls = (own: string): PageSeen[] => [
  {
    name: 'try',
    path: `${own}/try/tool/compare_places`,
    ready: ({ page }) =>
      expect(page.getByRole('group', { name: /^places/ })).toBeVisible(),
  },
  {
    name: 'try-result',
    path: `${own}/try/resource?name=${encodeURIComponent('forecast://places')}`,
    ready: async ({ page }) => {
      // Once for the first size; what was read stays for the others.
      await page.getByRole('button', { name: 'Read', exact: true }).click();
      await expect(page.getByRole('tree')).toBeVisible();
    },
  },
  {
    name: 'activity',
    path: `${own}/activity`,
    ready: callsOrNone,
  },
];

/** The pages of a server, on its own and on its entity. */
function pagesOf(server: Forecast): PageSeen[] {
  const own = `/sprintconnect/servers/${server.id}`;
  const [kind, place] = server.entityRef.split(':');
  const entity = `/catalog/${place.replace('/', `/${kind}/`)}`;
  const openTool = async ({ page }: Guest) => {
    await page.getByRole('button', { name: /^Tool Compare places/ }).click();
    await expect(page.getByText('Input', { exact: true })).toBeVisible();
  };
  const openConnect = async ({ page }: Guest) => {
    await page.getByRole('button', { name: 'Choose your client' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('tab').first()).toBeVisible();
    // Where nobody can sign in to clients, there is nothing to choose.
    const byKey = dialog.getByText(/^For agents that run/);
    if (await byKey.isVisible()) await byKey.click();
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await expect(dialog.getByRole('form')).toBeVisible();
  };
  const drawn = async ({ page }: Guest) => {
    await expect(page.getByText('Last probe').first()).toBeVisible();
    await expect(page.getByRole('listbox')).toBeVisible();
  };
  return [
    { name: 'server', path: own, ready: heading(server.title) },
    { name: 'connect', path: own, ready: openConnect },
    { name: 'capabilities', path: `${own}/capabilities`, ready: openTool },
    {
      name: 'versions',
      path: `${own}/versions`,
      ready: ({ page }) =>
        expect(page.getByRole('rowheader').first()).toBeVisible(),
    },
    { name: 'health', path: `${own}/health`, ready: drawn },
    {
      name: 'health-table',
      path: `${own}/health`,
      ready: async guest => {
        await drawn(guest);
        await guest.page
          .getByRole('switch', { name: 'Show as table' })
          .check({ force: true });
        await expect(
          guest.page.getByRole('region', { name: /newest first/ }),
        ).toBeVisible();
      },
    },
    ...pagesOfCalls(own),
    {
      name: 'edit',
      path: `${own}/edit`,
      ready: ({ page }) =>
        expect(
          page.getByRole('button', { name: 'Save changes' }),
        ).toBeVisible(),
    },
    {
      name: 'entity-health',
      path: `${entity}/health`,
      ready: drawn,
      within: OURS,
    },
    {
      name: 'entity-capabilities',
      path: `${entity}/capabilities`,
      ready: openTool,
      within: OURS,
    },
  ];
}

const pagesOfAll = (server: Forecast): PageSeen[] => [
  {
    name: 'servers',
    path: '/sprintconnect/servers',
    ready: guest => expect(guest.row(server.title)).toBeVisible(),
  },
  {
    name: 'connection-test',
    path: '/sprintconnect/servers/register',
    ready: async ({ page }) => {
      await page
        .getByRole('textbox', { name: 'URL' })
        .fill(process.env.E2E_FORECAST!);
      await page.getByRole('button', { name: 'Test connection' }).click();
      await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'discover',
    path: '/sprintconnect/discover?q=weather',
    ready: guest => guest.opensFirstResult(),
  },
  {
    name: 'calls',
    path: '/sprintconnect/calls',
    ready: callsOrNone,
  },
  {
    name: 'connect-all',
    path: '/sprintconnect/discover',
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Connect your agent' }).click();
      await expect(
        page.getByRole('dialog').getByText('Address', { exact: true }),
      ).toBeVisible();
    },
  },
  ...['keys', 'credentials', 'roles', 'organisation', 'audit'].map(name => ({
    name: `admin-${name}`,
    path: `/sprintconnect/admin/${name}`,
    ready: async ({ page }: Guest) => {
      await expect(
        page
          .getByRole('rowheader')
          .or(page.getByRole('term'))
          .or(page.getByRole('heading', { name: /^No .* yet$/ }))
          .first(),
      ).toBeVisible();
    },
  })),
  {
    name: 'home',
    path: '/home',
    ready: heading('MCP servers that need attention'),
    within: OURS,
    isLoadedAnew: true,
  },
];

/** Breadcrumbs and tabs of Backstage's header take one line at any width: the titles of entities decide whether they fit. */
const HEADER_LINES = '.bui-PluginHeaderBreadcrumbs, .bui-HeaderNav';

/** What stands right of the screen's edge and cannot be scrolled to, but what Backstage draws there. */
function cutOff({ page }: Guest): Promise<string[]> {
  return page.evaluate(headerLines => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) ||
        scrolls(element.parentElement));
    const seen =
      document.querySelector('[role="dialog"]') ??
      document.querySelector('main') ??
      document.body;
    return [...seen.querySelectorAll('*')]
      .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
      .filter(each => each.getBoundingClientRect().width > 1)
      .filter(each => !scrolls(each.parentElement))
      .filter(each => each.closest(headerLines) === null)
      .slice(0, 3)
      .map(each => each.outerHTML.slice(0, 160));
  }, HEADER_LINES);
}

/**
 * Opens every page at each size, and keeps a picture of it. Answers what is wrong, by page and width: what is cut off, and what
 * axe finds.
 */
export async function seeEveryPage(
  guest: Guest,
  { server, theme }: { server: Forecast; theme: Theme },
): Promise<Record<string, string[]>> {
  const { page } = guest;
  const found: Record<string, string[]> = {};
  for (const { name, path, ready, within, isLoadedAnew } of [
    ...pagesOfAll(server),
    ...pagesOf(server),
  ]) {
    await page.setViewportSize({ width: 1280, height: 1600 });
    await page.goto(path);
    await ready(guest);
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      if (isLoadedAnew) {
        await page.goto(path);
        await ready(guest);
      }
      await guest.photograph(`page-${name}-${theme}-${width}`);
      const faults = await cutOff(guest);
      if (width !== 768) {
        faults.push(...(await guest.accessibilityFaults(within)));
      }
      if (faults.length > 0) found[`${name}, ${width}`] = faults;
    }
  }
  return found;
}
