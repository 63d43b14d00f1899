import { act, screen } from '@testing-library/react';
import { appLanguageApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { TokenCount } from '../registry/capabilities/TokenCount';
import { ElapsedTime, Moment, RelativeTime } from '../ui';

/** A portal whose language can be changed, as in its settings. */
function createLanguages(first: string) {
  let language = first;
  const listeners = new Set<(said: { language: string }) => void>();
  return {
    change: (next: string) =>
      act(() => {
        language = next;
        listeners.forEach(each => each({ language }));
      }),
    api: {
      getAvailableLanguages: () => ({ languages: ['en-GB', 'de'] }),
      setLanguage: () => {},
      getLanguage: () => ({ language }),
      language$: () => ({
        subscribe: (listener: (said: { language: string }) => void) => {
          listeners.add(listener);
          return { unsubscribe: () => listeners.delete(listener) };
        },
      }),
    },
  };
}

it('writes times and lengths in the language of the portal, and anew when that changes', async () => {
  const ago = (minutes: number) =>
    new Date(Date.now() - minutes * 60_000).toISOString();
  const portal = createLanguages('en-GB');
  renderInTestApp(
    <>
      <RelativeTime at={ago(125)} />
      <ElapsedTime since={ago(125)} />
      <Moment at="2026-11-22T12:00:00Z" form="day" />
    </>,
    { apis: [[appLanguageApiRef, portal.api as never]] },
  );
  expect(await screen.findByText('2 hours ago')).toBeVisible();
  expect(screen.getByText('2 hrs 5 mins')).toBeVisible();
  expect(screen.getByText('22 Nov 2026')).toBeVisible();
  portal.change('de');
  expect(screen.getByText('vor 2 Stunden')).toBeVisible();
  expect(screen.getByText('2 Std., 5 Min.')).toBeVisible();
  expect(screen.getByText('22.11.2026')).toBeVisible();
});

it('groups the digits of a number within a message', async () => {
  renderInTestApp(<TokenCount tokens={12345} />);
  expect(await screen.findByText('about 12,345 tokens')).toBeVisible();
});
