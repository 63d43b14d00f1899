import { useMessages } from '../../translation';
import styles from './TokenCount.module.css';

/** About how much of a model's context a tool takes. */
export function TokenCount(props: { tokens: number }) {
  const { tokens } = props;
  const { t } = useMessages();
  return (
    <span className={styles.tokens}>
      {t('capabilities.tokens', { count: tokens })}
    </span>
  );
}
