import { Button, Text } from '@backstage/ui';
import { useMessages } from '../translation';
import { exampleQueries } from './exampleQueries';
import type { Found } from './useFound';
import styles from './Examples.module.css';

const SHOWN = 5;

/** What one could ask, drawn from what exists. */
export function Examples(props: {
  found: Found;
  onChoose: (q: string) => void;
}) {
  const { found, onChoose } = props;
  const { t } = useMessages();
  const queries = exampleQueries(found.items, SHOWN);
  if (queries.length < 2) return null;
  return (
    <div
      className={styles.examples}
      role="group"
      aria-label={t('discover.examples')}
    >
      <Text variant="body-small" color="secondary">
        {t('discover.examples')}
      </Text>
      {queries.map(query => (
        <Button
          key={query}
          variant="secondary"
          size="small"
          onPress={() => onChoose(query)}
        >
          {query}
        </Button>
      ))}
    </div>
  );
}
