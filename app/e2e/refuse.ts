import type { Route } from '@playwright/test';

/** Answers in the place of SprintConnect, as it does when something is wrong; the page tells `detail` in any case. */
export const refuse =
  (status: number, title: string, detail = 'Try again in a moment.') =>
  (route: Route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: status === 429 ? { 'retry-after': '30' } : {},
      body: JSON.stringify({
        type: 'about:blank',
        title,
        status,
        detail,
        instance: '',
        requestId: 'e2e-1',
      }),
    });
