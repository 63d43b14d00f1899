import { useMemo, type ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Cell, CellText, type ColumnConfig, Table } from '@backstage/ui';
import {
  HealthCell,
  type HealthSummaries,
  useHealthSummaries,
} from '../../health';
import { serverRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import {
  EntityName,
  Pill,
  type TableRoom,
  TwoLines,
  useTablePagination,
  useTableRoom,
} from '../../ui';
import { DiscoveryState } from '../labels/DiscoveryState';
import { EraPill } from '../labels/EraPill';
import { OfferedCounts } from '../labels/OfferedCounts';
import { DriftPill } from '../drift/DriftPill';
import { StarButton } from '../stars/StarButton';
import type { Stars } from '../stars/useStars';
import styles from './ServersTable.module.css';
import type { ListedServer, ServerList } from './useServerList';
import { ServerOrderChoice } from './ServerOrderChoice';
import type { ServerFilters, ServerOrder } from './useServerFilters';

/** Widths in pixels of what never wraps: heading and longest value, with the padding of a cell. The rest share. */
const FIXED = {
  environment: 122,
  discovery: 152,
  health: 208,
  offers: 208,
  owner: 100,
  era: 156,
};

/** The list itself. Each row has one line or two. A narrow table shows what tells servers apart, and how they are. */
export function ServersTable(props: {
  list: ServerList;
  filters: ServerFilters;
  stars: Stars | undefined;
  onSort: (orderBy: ServerOrder | undefined) => void;
  emptyState: ReactNode;
}) {
  const { list, filters, stars, onSort, emptyState } = props;
  const { page, paging } = list;
  const { orderBy = 'name' } = filters;
  const sortBy = (order: string) =>
    onSort(order === 'name' ? undefined : (order as ServerOrder));
  const serverPath = useRouteRef(serverRouteRef);
  const listed = page.value?.items;
  const health = useHealthSummaries(
    useMemo(() => (listed ?? []).map(each => each.id), [listed]),
  );
  const room = useTableRoom();
  const columns = useColumns(room, { running: list.running, health, stars });
  const pagination = useTablePagination(page, paging);
  return (
    <div ref={room.ref} className={styles.table}>
      {!room.roomy && <ServerOrderChoice chosen={orderBy} onChange={sortBy} />}
      <Table<ListedServer>
        columnConfig={columns}
        data={page.value?.items}
        isPending={page.pending && !page.value}
        isStale={page.stale}
        emptyState={emptyState}
        rowConfig={{ getHref: each => serverPath?.({ serverId: each.id }) }}
        sort={{
          descriptor: {
            column: orderBy.replace('-', ''),
            direction: orderBy.startsWith('-') ? 'descending' : 'ascending',
          },
          onSortChange: ({ column, direction }) =>
            sortBy(direction === 'descending' ? `-${column}` : `${column}`),
        }}
        pagination={pagination}
      />
    </div>
  );
}

/** The star and the name, and below it warnings, why it was found, and the description, or the environment where that has no column. */
function NameCell(props: {
  server: ListedServer;
  stars: Stars | undefined;
  narrow: boolean;
}) {
  const { server, stars, narrow } = props;
  const name = server.title ?? server.name;
  const about = narrow ? server.environment : server.description;
  return (
    <Cell>
      <span className={styles.line}>
        <StarButton server={server} stars={stars} />
        <TwoLines
          below={
            <span className={styles.line}>
              <DriftPill drift={server.drift} />
              <MatchPill match={server.match} />
              <span className={styles.cut} title={about}>
                {about}
              </span>
            </span>
          }
        >
          <span
            className={styles.cut}
            title={name === server.name ? name : `${name} (${server.name})`}
          >
            {name}
          </span>
        </TwoLines>
      </span>
    </Cell>
  );
}

/** Says of a server that it does not have the words themselves. */
function MatchPill(props: { match: ListedServer['match'] }) {
  const { t } = useMessages();
  return props.match === 'similar' ? (
    <Pill tip={t('servers.similarMeaning')}>{t('servers.similar')}</Pill>
  ) : null;
}

function useColumns(
  { narrow, roomy, wide }: TableRoom,
  shown: {
    running: ReadonlySet<string>;
    health: HealthSummaries;
    stars: Stars | undefined;
  },
) {
  const { running, health, stars } = shown;
  const { t } = useMessages();
  return useMemo<ColumnConfig<ListedServer>[]>(
    () => [
      {
        id: 'name',
        width: '1fr',
        label: t('servers.columns.name'),
        isRowHeader: true,
        isSortable: true,
        cell: each => <NameCell server={each} stars={stars} narrow={narrow} />,
      },
      {
        id: 'environment',
        width: FIXED.environment,
        label: t('servers.columns.environment'),
        isHidden: narrow,
        cell: each => <CellText title={each.environment} />,
      },
      {
        id: 'lastDiscoveredAt',
        isSortable: true,
        width: FIXED.discovery,
        label: t('servers.columns.discovery'),
        isHidden: narrow,
        cell: each => (
          <Cell>
            <DiscoveryState server={each} running={running.has(each.id)} />
          </Cell>
        ),
      },
      {
        id: 'health',
        isSortable: true,
        width: narrow ? '1fr' : FIXED.health,
        label: t('servers.columns.health'),
        cell: each => (
          <Cell>
            <HealthCell health={each.health} summary={health.get(each.id)} />
          </Cell>
        ),
      },
      {
        id: 'tools',
        isSortable: true,
        width: FIXED.offers,
        label: t('servers.columns.tools'),
        isHidden: !roomy,
        cell: each => (
          <Cell>
            <span className={styles.two}>
              <OfferedCounts counts={each.counts} />
            </span>
          </Cell>
        ),
      },
      {
        id: 'owner',
        width: FIXED.owner,
        label: t('servers.columns.owner'),
        isHidden: !wide,
        cell: each => (
          <Cell>
            {each.owner ? (
              <EntityName entityRef={each.owner} defaultKind="group" />
            ) : (
              '–'
            )}
          </Cell>
        ),
      },
      {
        id: 'era',
        width: FIXED.era,
        label: t('servers.columns.era'),
        isHidden: !wide,
        cell: each => (
          <Cell>
            {each.era ? (
              <EraPill era={each.era} protocolVersion={each.protocolVersion} />
            ) : (
              '–'
            )}
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, wide, running, health, stars],
  );
}
