import { useEffect, useReducer } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { relativeTime } from './relativeTime';

/** How long ago, in the reader's language; the exact time is its title. Counts on while it is shown. */
export function RelativeTime(props: { at: string }) {
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 15_000);
    return () => clearInterval(timer);
  }, []);
  const at = new Date(props.at);
  return (
    <time dateTime={props.at} title={at.toLocaleString(language)}>
      {relativeTime({ at, now: new Date(), language })}
    </time>
  );
}
