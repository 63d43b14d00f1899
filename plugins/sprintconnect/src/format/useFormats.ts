import { useMemo, useSyncExternalStore } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { createFormats, type Formats } from './createFormats';

/** The formats of the language that the portal shows its messages in, whatever that of the browser is. */
export function useFormats(): Formats {
  const api = useApi(appLanguageApiRef);
  const [subscribe, read] = useMemo(
    () => [
      (onChange: () => void) => {
        const subscription = api.language$().subscribe(onChange);
        return () => subscription.unsubscribe();
      },
      () => api.getLanguage().language,
    ],
    [api],
  );
  const language = useSyncExternalStore(subscribe, read);
  return useMemo(() => createFormats(language), [language]);
}
