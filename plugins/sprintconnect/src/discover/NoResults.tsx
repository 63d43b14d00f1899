import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import { RiCompassDiscoverLine, RiSearchLine } from '@remixicon/react';
import { serversRouteRef } from '../routes';
import { useMessages } from '../translation';
import { EmptyState } from '../ui';
import styles from './NoResults.module.css';

/** Nothing was found: what may help. Where nothing exists at all: how to begin. */
export function NoResults(props: {
  q: string;
  narrowed: boolean;
  onClearFilters: () => void;
  onClearWords: () => void;
}) {
  const { q, narrowed, onClearFilters, onClearWords } = props;
  const { t } = useMessages();
  if (!q && !narrowed) return <NothingYet />;
  const advice = [
    narrowed && t('discover.none.removeFilters'),
    q && t('discover.none.checkSpelling'),
    q.includes(' ') && t('discover.none.fewerWords'),
  ].filter(Boolean);
  return (
    <EmptyState
      icon={<RiSearchLine size={28} />}
      title={q ? t('discover.none.title', { q }) : t('discover.none.filtered')}
      description={
        <span className={styles.advice}>
          {advice.map(each => (
            <span key={each || ''}>{each}</span>
          ))}
        </span>
      }
      actions={
        <>
          {narrowed && (
            <Button variant="secondary" onPress={onClearFilters}>
              {t('filters.clear')}
            </Button>
          )}
          {q && (
            <Button variant="secondary" onPress={onClearWords}>
              {t('discover.none.clearWords')}
            </Button>
          )}
        </>
      }
    />
  );
}

function NothingYet() {
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  return (
    <EmptyState
      icon={<RiCompassDiscoverLine size={28} />}
      title={t('discover.empty.title')}
      description={t('discover.empty.description')}
      actions={
        serversPath && (
          <ButtonLink variant="secondary" href={serversPath()}>
            {t('discover.empty.servers')}
          </ButtonLink>
        )
      }
    />
  );
}
