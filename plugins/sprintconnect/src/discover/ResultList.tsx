import { useMessages } from '../translation';
import { ShowMore } from '../ui';
import { ResultItem } from './ResultItem';
import type { DiscoverAddress } from './useDiscoverAddress';
import type { Found } from './useFound';
import type { RovingFocus } from './useRovingFocus';
import styles from './ResultList.module.css';

/** The results, best first. Dimmed while those of the words in the box are on their way. */
export function ResultList(props: {
  found: Found;
  stale: boolean;
  pending: boolean;
  address: DiscoverAddress;
  roving: RovingFocus;
  onMore: () => void;
}) {
  const { found, stale, pending, address, roving, onMore } = props;
  const { t } = useMessages();
  const { items, q } = found;
  const stop =
    items.find(each => each.capability.id === roving.current) ?? items[0];
  return (
    <div className={styles.results} data-stale={stale || undefined}>
      <ol
        ref={roving.list}
        className={styles.list}
        aria-label={t(q ? 'discover.results' : 'discover.listing')}
      >
        {items.map(hit => (
          <ResultItem
            key={hit.capability.id}
            hit={hit}
            q={q}
            address={address}
            roving={roving}
            stop={hit === stop}
          />
        ))}
      </ol>
      {found.more && !q && (
        <ShowMore
          isPending={pending}
          onPress={onMore}
          className={styles.more}
        />
      )}
    </div>
  );
}
