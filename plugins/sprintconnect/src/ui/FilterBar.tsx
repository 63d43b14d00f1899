import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { useMessages } from '../translation';
import styles from './FilterBar.module.css';

/**
 * What narrows a list: filters that share the room beside each other, in two columns where there is little of it, and
 * the button that clears them. A filter asks for 168 pixels, or for its `--filter-width`.
 */
export function FilterBar(props: {
  /** `group` where the words to search for have a field elsewhere. */
  role: 'search' | 'group';
  /** A field that stands above the filters. */
  above?: ReactNode;
  /** So few that they stay beside each other also where there is little room. */
  few?: boolean;
  /** Clears the filters; absent while there is nothing to clear. */
  onClear?: () => void;
  children: ReactNode;
}) {
  const { role, above, few, onClear, children } = props;
  const { t } = useMessages();
  return (
    <div className={styles.bar} role={role} aria-label={t('filters.label')}>
      {above}
      <div className={styles.filters} data-few={few || undefined}>
        {children}
        {onClear && (
          <Button variant="tertiary" onPress={onClear} className={styles.clear}>
            {t('filters.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}
