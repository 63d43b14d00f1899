import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, expect, test as base } from '@playwright/test';

const RESULTS = process.env.E2E_RESULTS ?? '.data/e2e';
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A person at the portal. */
export class Guest {
  constructor(readonly page: Page) {}

  async signIn(path = '/') {
    await this.page.goto(path);
    await this.page.getByRole('button', { name: 'Enter' }).click();
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

  /** Presses Tab until `name` has the focus, as a person without a mouse does. */
  async tabTo(role: Parameters<Page['getByRole']>[0], name: string | RegExp) {
    const target = this.page.getByRole(role, { name }).first();
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

  /** What axe finds wrong beside what Backstage itself draws around a page, worst kinds only, one line each. */
  async accessibilityFaults(): Promise<string[]> {
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async () => {
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
          exclude: [
            ['nav[aria-label="sidebar nav"]'],
            ['[role="tablist"][aria-label="Toolbar tabs"]'],
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
    });
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
    await use(new Guest(page));
    expect(errors, 'errors in the browser').toEqual([]);
  },
});

export { expect };
