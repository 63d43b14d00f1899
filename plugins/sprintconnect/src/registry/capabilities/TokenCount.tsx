import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMessages } from '../../translation';
import styles from './TokenCount.module.css';

/** About how much of a model's context a tool takes. */
export function TokenCount(props: { tokens: number }) {
  const { tokens: count } = props;
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const tokens = count.toLocaleString(language);
  return (
    <span className={styles.tokens}>
      {t('capabilities.tokens', { count, tokens })}
    </span>
  );
}
