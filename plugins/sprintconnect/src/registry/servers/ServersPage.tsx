import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Header } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import {
  serverCreatePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { registerRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { NoPermission, useMay } from '../../permission';
import { Listing } from '../../ui';
import { ServerFilterBar } from './ServerFilterBar';
import { NoStars, ServersEmpty, ServersNoMatch } from './ServersEmpty';
import { ListNotes } from './ListNotes';
import { useStars } from '../stars/useStars';
import { ServersTable } from './ServersTable';
import { useServerFilters } from './useServerFilters';
import { useServerList } from './useServerList';

/** Every server the reader may see. */
export function ServersPage() {
  const { t } = useMessages();
  const mayRegister = useMay(serverCreatePermission);
  const registerPath = useRouteRef(registerRouteRef);
  return (
    <>
      <Header
        title={t('servers.title')}
        description={t('servers.description')}
        customActions={
          mayRegister && registerPath ? (
            <ButtonLink
              href={registerPath()}
              iconStart={<RiAddLine aria-hidden="true" />}
            >
              {t('actions.register')}
            </ButtonLink>
          ) : undefined
        }
      />
      <Container>
        <ServerListing />
      </Container>
    </>
  );
}

function ServerListing() {
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
      {!starless && empty && <ServersEmpty />}
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
