import { WhenLoaded } from '../ui';
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
  const { value, pending } = found;
  const outdated = found.stale && pending && value?.q !== address.q;
  return (
    <div className={styles.results}>
      <WhenLoaded
        loaded={found}
        loading={
          <>
            <ResultSummary key="summary" />
            <ResultSkeleton />
          </>
        }
      >
        {answer => (
          <>
            {!address.q && !address.narrowed && !answer.q && (
              <Examples found={answer} onChoose={address.search} />
            )}
            {/* Told by the same element before and after, which is how screen readers hear of it. */}
            <ResultSummary key="summary" found={answer} />
            {answer.items.length > 0 ? (
              <ResultList
                found={answer}
                stale={outdated}
                pending={pending}
                address={address}
                roving={roving}
                onMore={found.showMore}
              />
            ) : (
              <NoResults
                q={answer.q}
                narrowed={address.narrowed}
                onClearFilters={address.clearFilters}
                onClearWords={() => address.search('')}
              />
            )}
          </>
        )}
      </WhenLoaded>
    </div>
  );
}
