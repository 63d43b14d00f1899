import { useMemo } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';

interface DayLabel {
  day: (at: string | Date) => string;
  moment: (at: string | Date) => string;
}

/** A day, or a moment, in the reader's language. */
export function useDayLabel(): DayLabel {
  const { language } = useApi(appLanguageApiRef).getLanguage();
  return useMemo(
    () => ({
      day: at =>
        new Date(at).toLocaleDateString(language, { dateStyle: 'medium' }),
      moment: at =>
        new Date(at).toLocaleString(language, {
          dateStyle: 'medium',
          timeStyle: 'short',
        }),
    }),
    [language],
  );
}
