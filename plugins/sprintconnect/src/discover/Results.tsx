import { useMessages } from '../translation';
import { ErrorNotice } from '../ui';
import { Examples } from './Examples';
import { NoResults } from './NoResults';
import { ResultList } from './ResultList';
import { ResultSkeleton } from './ResultSkeleton';
import { ResultSummary } from './ResultSummary';
import type { DiscoverAddress } from './useDiscoverAddress';
import type { FoundNow } from './useFound';
import type { RovingFocus } from './useRovingFocus';
import styles from './Results.module.css';

/** What was found, or why there is nothing to show. A former answer stays while a newer one is on its way. */
export function Results(props: {
  found: FoundNow;
  address: DiscoverAddress;
  roving: RovingFocus;
}) {
  const { found, address, roving } = props;
  const { value, error, pending, reload } = found;
  const { t } = useMessages();
  const outdated = found.stale && pending && value?.q !== address.q;
  return (
    <div className={styles.results}>
      {error && (
        <ErrorNotice
          title={value && t('errors.stale')}
          error={error}
          onRetry={reload}
        />
      )}
      {value && !address.q && !address.narrowed && !value.q && (
        <Examples found={value} onChoose={address.search} />
      )}
      {(value || !error) && <ResultSummary found={value} />}
      {!value && !error && <ResultSkeleton />}
      {value && value.items.length > 0 && (
        <ResultList
          found={value}
          stale={outdated}
          pending={pending}
          address={address}
          roving={roving}
          onMore={found.showMore}
        />
      )}
      {value?.items.length === 0 && (
        <NoResults
          q={value.q}
          narrowed={address.narrowed}
          onClearFilters={address.clearFilters}
          onClearWords={() => address.search('')}
        />
      )}
    </div>
  );
}
