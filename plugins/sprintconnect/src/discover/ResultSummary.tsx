import { Text } from '@backstage/ui';
import { RiInformationLine } from '@remixicon/react';
import { useMessages } from '../translation';
import type { Found } from './useFound';
import styles from './ResultSummary.module.css';

/** How much was found, also said to screen readers when it changes, and what the search could not do. */
export function ResultSummary(props: { found?: Found }) {
  const { found } = props;
  const saying = useSaying(found);
  return (
    <div
      className={styles.summary}
      // Where nothing was found, the page itself says so.
      data-none={found?.items.length === 0 || undefined}
    >
      <Text as="p" variant="body-small" color="secondary" role="status">
        {saying}
      </Text>
      {found?.degraded && (
        <Text as="p" variant="body-small" color="secondary">
          <RiInformationLine
            aria-hidden="true"
            size={14}
            className={styles.icon}
          />
          {found.degraded}
        </Text>
      )}
    </div>
  );
}

function useSaying(found: Found | undefined): string {
  const { t } = useMessages();
  if (!found) return t('discover.searching');
  const { q, more, items } = found;
  const count = items.length;
  if (q && more) return t('discover.best', { q, shown: count });
  if (q) return t('discover.found', { q, count });
  if (more) return t('discover.first', { shown: count });
  return t('discover.all', { count });
}
