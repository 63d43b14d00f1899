import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Locator,
  type Page,
  expect,
  test as base,
} from '@playwright/test';

const RESULTS = process.env.E2E_RESULTS ?? '.data/e2e';
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export type Theme = 'light' | 'dark';

/** When a server was last refreshed, as its page tells it, and its row, whose cells have nothing between their texts. */
export const REFRESHED = /(?<!k)now|\bago/;

/** A person at the portal. */
export class Guest {
  /** What the browser may log as an error, because the test brings it about. */
  expectedErrors: RegExp[] = [];

  constructor(readonly page: Page) {}

  /** As the guest of the demo, an administrator, or as Noor, who is an engineer. */
  async signIn(path = '/', as: 'guest' | 'engineer' = 'guest') {
    await this.page.goto(path);
    await this.page
      .getByRole('button', { name: as === 'guest' ? 'Enter' : 'Sign In' })
      .click();
    await expect(
      this.page.getByRole('link', { name: 'SprintConnect home' }),
    ).toBeVisible();
  }

  /** The row of the list of servers that tells of a server. */
  row(title: string) {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: title }) });
  }

  /** What a list of facts says under a term; the first list, where several have it. */
  fact(term: string) {
    return this.page
      .getByRole('term')
      .filter({ hasText: term })
      .locator('xpath=following-sibling::dd')
      .first();
  }

  /** Opens the first result of Discover beside the list. */
  async opensFirstResult() {
    await this.page
      .getByRole('list', { name: 'Results' })
      .getByRole('link')
      .first()
      .click();
    await expect(
      this.page.getByRole('complementary').getByText('Connect your agent'),
    ).toBeVisible();
  }

  /** Sees what the page is called; before it the portal counts unread notifications. */
  async seesTitle(title: string) {
    await expect
      .poll(async () => (await this.page.title()).replace(/^\(\d+\) /, ''))
      .toBe(title);
  }

  /** Sees the portal drawn in a theme. */
  async seesTheme(theme: Theme) {
    await expect(
      this.page.locator('[data-theme-mode]').first(),
    ).toHaveAttribute('data-theme-mode', theme);
  }

  /** Waits until nothing fades or moves any more, but for what does so for ever or as somebody scrolls. */
  async #atRest() {
    await this.page.waitForFunction(() => {
      const moving = document
        .getAnimations()
        .some(
          ({ playState, effect, timeline }) =>
            playState === 'running' &&
            timeline === document.timeline &&
            effect?.getComputedTiming().endTime !== Infinity,
        );
      // What was opened just now begins to fade in with the frames that follow.
      const state = window as { stillFrames?: number };
      state.stillFrames = moving ? 0 : (state.stillFrames ?? 0) + 1;
      return state.stillFrames > 3;
    });
    await this.page.evaluate(() => Object.assign(window, { stillFrames: 0 }));
  }

  /** Presses Tab until `name` has the focus, as a person without a mouse does. */
  async tabTo(
    role: Parameters<Page['getByRole']>[0],
    name: string | RegExp,
    within: Page | Locator = this.page,
  ) {
    const target = within.getByRole(role, { name }).first();
    await expect(target).toBeVisible();
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate(each => each === document.activeElement)) {
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach the ${role} ${name}`);
  }

  /** Keeps a picture of the page for people to look at: from its top, at rest, with nothing hovered or popped up. */
  async photograph(name: string) {
    await expect(
      this.page
        .getByRole('region', { name: /notification/ })
        .getByRole('alertdialog'),
    ).toHaveCount(0);
    await this.page.mouse.move(0, 0);
    await this.page.evaluate(async () => {
      for (const each of document.querySelectorAll('*')) each.scrollTop = 0;
      await document.fonts.ready;
    });
    await this.page.screenshot({
      path: join(RESULTS, 'screens', `${name}.png`),
      animations: 'disabled',
    });
  }

  /**
   * What axe finds wrong beside what Backstage itself draws around a page, worst kinds only, one line each. `within`
   * is a selector of what is ours, on pages that are not. Looks when all is at rest, for what fades in has other colours until
   * it is there.
   */
  async accessibilityFaults(within = 'body'): Promise<string[]> {
    await this.#atRest();
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async ours => {
      const { axe } = window as unknown as {
        axe: {
          run(
            context: object,
            options: object,
          ): Promise<{
            violations: {
              id: string;
              impact: string;
              nodes: { html: string; failureSummary: string }[];
            }[];
          }>;
        };
      };
      const { violations } = await axe.run(
        {
          include: [[ours]],
          exclude: [
            ['nav[aria-label="sidebar nav"]'],
            ['[role="tablist"][aria-label="Toolbar tabs"]'],
            // Named by its first line and described by its second, which axe takes for a part of the name.
            ['.bui-ComboboxList [role="option"]'],
            // React Aria reads out with it, and has no picture in it.
            ['[data-live-announcer]'],
          ],
        },
        {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
        },
      );
      return violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(
          ({ id, nodes }) =>
            `${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`,
        );
    }, within);
  }
}

/** Playwright's test with a guest; it also fails when the page logs an error or throws one. */
export const test = base.extend<{ guest: Guest }>({
  guest: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(`uncaught: ${error.message}`));
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(`${message.text()} (${message.location().url})`);
      }
    });
    const guest = new Guest(page);
    await use(guest);
    const unexpected = errors.filter(
      error => !guest.expectedErrors.some(each => each.test(error)),
    );
    expect(unexpected, 'errors in the browser').toEqual([]);
  },
});

/** Declares tests twice: of the portal in its light theme, and in its dark one. */
export function inBothThemes(declare: (theme: Theme) => void) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`in the ${colorScheme} theme`, () => {
      test.use({ colorScheme });
      declare(colorScheme);
    });
  }
}

export { expect };
