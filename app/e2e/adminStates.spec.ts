import type { Page, Route } from '@playwright/test';
import { Guest, expect, test } from './portalTest';
import { refuse } from './refuse';

const AGAIN = 'Try again in a moment.';
const SECTIONS = [
  { name: 'keys', api: '**/v1/api-keys?**', none: 'No API keys yet' },
  {
    name: 'credentials',
    api: '**/v1/credentials*',
    none: 'No shared credentials yet',
  },
  {
    name: 'egress',
    api: '**/v1/egress/rules*',
    none: 'No egress rules yet',
  },
  {
    name: 'roles',
    api: '**/v1/role-bindings?**',
    none: 'No roles assigned yet',
  },
  { name: 'organisation', api: '**/v1/organization', none: undefined },
  { name: 'audit', api: '**/v1/audit?**', none: 'No activity yet' },
];

/** What the backend answers, and what the reader then sees. */
const STATES = [
  { name: 'failing', answer: refuse(500, 'Something broke'), shows: AGAIN },
  { name: 'limited', answer: refuse(429, 'Rate limited'), shows: AGAIN },
  {
    name: 'refused',
    answer: refuse(403, 'Forbidden'),
    shows: 'Missing permission',
  },
  { name: 'loading', answer: () => undefined, shows: undefined },
];
const empty = (route: Route) =>
  route.fulfill({ json: { items: [], totalItems: 0 } });

/** How much sticks out of a narrow screen, in pixels. */
const overhang = (page: Page) =>
  page.evaluate(
    () => document.documentElement.scrollWidth - document.body.clientWidth,
  );

// Not the guest of the fixture: browsers log every answer that is an error.
test('each page of the administration says what is wrong, also on a phone', async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 400, height: 800 },
  });
  const guest = new Guest(await context.newPage());
  const { page } = guest;
  await page.goto('/sprintconnect/admin/keys');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('link', { name: 'Audit' })).toBeVisible();
  for (const { name, api, none } of SECTIONS) {
    const states = none
      ? [...STATES, { name: 'empty', answer: empty, shows: none }]
      : STATES;
    for (const { name: state, answer, shows } of states) {
      await test.step(`${name}, ${state}`, async () => {
        await page.route(api, answer);
        await page.goto(`/sprintconnect/admin/${name}`);
        await expect(page.getByRole('link', { name: 'Audit' })).toBeVisible();
        if (shows) await expect(page.getByText(shows).first()).toBeVisible();
        await guest.photograph(`admin-${name}-${state}`);
        expect(await overhang(page)).toBe(0);
        expect(await guest.accessibilityFaults()).toEqual([]);
        await page.unroute(api);
      });
    }
  }
  await context.close();
});
