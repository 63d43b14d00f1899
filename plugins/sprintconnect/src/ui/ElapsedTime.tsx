import { useEffect, useReducer } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { duration } from './duration';

/** How long it has lasted, such as "9 hr 20 min"; the exact begin is its title. Counts on while it is shown. */
export function ElapsedTime(props: {
  since: string;
  /** Only the largest unit, where room is short. */
  brief?: boolean;
}) {
  const { since, brief } = props;
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 15_000);
    return () => clearInterval(timer);
  }, []);
  const begin = new Date(since);
  return (
    <time dateTime={since} title={begin.toLocaleString(language)}>
      {duration({
        ms: Date.now() - begin.getTime(),
        language,
        units: brief ? 1 : 2,
      })}
    </time>
  );
}
