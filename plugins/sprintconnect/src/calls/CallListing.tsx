import { type ReactNode, useState } from 'react';
import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Listing, NoMatch, ShowMore } from '../ui';
import { CallDialog } from './CallDialog';
import { CallFilterBar, type Narrowing } from './CallFilterBar';
import { CallTable, type Shared } from './CallTable';
import type { CallAddress } from './useCallFilters';
import type { CallList } from './useCallList';

/** Calls with what narrows them, each of which opens. */
export function CallListing(props: {
  list: CallList;
  address: CallAddress;
  shared: Shared;
  /** The filter that only this list has. */
  narrowing: Narrowing;
  /** Stands where there are none at all. */
  empty: ReactNode;
}) {
  const { list, address, shared, narrowing, empty } = props;
  const { narrowed, clear } = address;
  const { t } = useMessages();
  const [opened, setOpened] = useState<Call>();
  const { value, pending, stale } = list;
  const none = value?.items.length === 0 && !stale;
  return (
    <Listing
      loaded={list}
      refused={null}
      total={({ items, more }) =>
        more
          ? t('calls.shownLatest', { count: items.length })
          : t('calls.shown', { count: items.length })
      }
      controls={
        none && !narrowed ? undefined : (
          <CallFilterBar address={address} narrowing={narrowing} />
        )
      }
    >
      {none && !narrowed ? (
        empty
      ) : (
        <CallTable
          calls={value?.items}
          shared={shared}
          stale={stale}
          onOpen={setOpened}
          emptyState={
            <NoMatch
              title={t('calls.noMatch.title')}
              description={t('calls.noMatch.description')}
              onClear={clear}
            />
          }
        />
      )}
      {value?.more && <ShowMore isPending={pending} onPress={list.showMore} />}
      {opened && (
        <CallDialog
          key={opened.id}
          call={opened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Listing>
  );
}
