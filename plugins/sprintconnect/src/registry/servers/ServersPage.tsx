import { Container, Header, useBreakpoint } from '@backstage/ui';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { NoPermission } from '../../permission';
import { Listing } from '../../ui';
import { AddServer } from './AddServer';
import { ServerFilterBar } from './ServerFilterBar';
import { NoStars, ServersEmpty, ServersNoMatch } from './ServersEmpty';
import { ListNotes } from './ListNotes';
import { useStars } from '../stars/useStars';
import { ServersTable } from './ServersTable';
import { useNewServerPath } from './useNewServerPath';
import { useServerFilters } from './useServerFilters';
import { useServerList } from './useServerList';

/** Every server the reader may see. */
export function ServersPage() {
  const { t } = useMessages();
  const narrow = useBreakpoint().down('sm');
  const newServerPath = useNewServerPath();
  const actions = <AddServer newServerPath={newServerPath} />;
  return (
    <>
      <Header
        title={t('servers.title')}
        description={t('servers.description')}
        customActions={narrow ? undefined : actions}
      />
      <Container>
        {/* Beside the title they would leave no room for it. */}
        {narrow && actions}
        <ServerListing newServerPath={newServerPath} />
      </Container>
    </>
  );
}

function ServerListing(props: { newServerPath?: string }) {
  const { t } = useMessages();
  const { filters, narrowed, change, clear } = useServerFilters();
  const stars = useStars();
  const list = useServerList(filters, stars);
  const { page, facets } = list;
  const { value } = page;
  const none = value?.items.length === 0 && !page.stale;
  const empty = none && !narrowed && !list.paging.cursor;
  const starless = filters.starred && stars?.refs && list.asked === 'nothing';
  return (
    <Listing
      loaded={page}
      refused={
        <NoPermission
          title={t('servers.refused')}
          permission={serverReadPermission}
        />
      }
      total={({ totalItems }) =>
        totalItems === undefined
          ? undefined
          : t('servers.total', { count: totalItems })
      }
      controls={
        <ServerFilterBar
          filters={filters}
          facets={facets.value}
          narrowed={narrowed}
          starrable={stars !== undefined}
          onChange={change}
          onClear={clear}
        />
      }
    >
      <ListNotes list={list} />
      {starless && <NoStars onShowAll={clear} />}
      {!starless && empty && (
        <ServersEmpty newServerPath={props.newServerPath} />
      )}
      {!starless && !empty && (
        <ServersTable
          list={list}
          filters={filters}
          stars={stars}
          onSort={orderBy => change({ orderBy })}
          emptyState={<ServersNoMatch onClear={clear} />}
        />
      )}
    </Listing>
  );
}
