import { useMemo, type ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Cell,
  CellText,
  type ColumnConfig,
  Table,
  useBreakpoint,
} from '@backstage/ui';
import {
  HealthCell,
  type HealthSummaries,
  useHealthSummaries,
} from '../../health';
import { serverRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { entityLabel, useTablePagination } from '../../ui';
import { DiscoveryState } from './DiscoveryState';
import { EraPill } from './EraPill';
import { OfferedCounts } from './OfferedCounts';
import { DriftPill } from '../drift/DriftPill';
import styles from './ServersTable.module.css';
import type { ListedServer, ServerList } from './useServerList';
import type { ServerFilters } from './useServerFilters';

/** Widths in pixels of what never wraps: heading and longest value, with the padding of a cell. The rest share. */
const FIXED = {
  environment: 122,
  discovery: 128,
  health: 208,
  owner: 92,
  era: 156,
};

/** The list itself. Narrow screens show what tells servers apart, and how they are. */
export function ServersTable(props: {
  list: ServerList;
  filters: ServerFilters;
  onSort: (orderBy: 'name' | '-name' | undefined) => void;
  emptyState: ReactNode;
}) {
  const { list, filters, onSort, emptyState } = props;
  const { page, paging } = list;
  const serverPath = useRouteRef(serverRouteRef);
  const listed = page.value?.items;
  const health = useHealthSummaries(
    useMemo(() => (listed ?? []).map(each => each.id), [listed]),
  );
  const columns = useColumns(list.running, health);
  const pagination = useTablePagination(page, paging);
  return (
    <Table<ListedServer>
      columnConfig={columns}
      data={page.value?.items}
      isPending={page.pending && !page.value}
      isStale={page.stale}
      emptyState={emptyState}
      rowConfig={{ getHref: each => serverPath?.({ serverId: each.id }) }}
      sort={{
        descriptor: {
          column: 'name',
          direction: filters.orderBy === '-name' ? 'descending' : 'ascending',
        },
        onSortChange: ({ direction }) =>
          onSort(direction === 'descending' ? '-name' : undefined),
      }}
      pagination={pagination}
    />
  );
}

/** One below the other, with room between. */
function Stacked(props: { children: ReactNode }) {
  return <span className={styles.stacked}>{props.children}</span>;
}

function useColumns(running: ReadonlySet<string>, health: HealthSummaries) {
  const { t } = useMessages();
  const breakpoint = useBreakpoint();
  const narrow = breakpoint.down('sm');
  const roomy = breakpoint.up('md');
  const wide = breakpoint.up('lg');
  return useMemo<ColumnConfig<ListedServer>[]>(
    () => [
      {
        id: 'name',
        width: narrow ? '1fr' : '2fr',
        label: t('servers.columns.name'),
        isRowHeader: true,
        isSortable: true,
        cell: each => (
          <CellText
            title={each.title ?? each.name}
            description={narrow ? each.environment : each.description}
          />
        ),
      },
      {
        id: 'environment',
        width: FIXED.environment,
        label: t('servers.columns.environment'),
        isHidden: narrow,
        cell: each => <CellText title={each.environment} />,
      },
      {
        id: 'discovery',
        width: FIXED.discovery,
        label: t('servers.columns.discovery'),
        isHidden: narrow,
        cell: each => (
          <Cell>
            <Stacked>
              <DiscoveryState server={each} running={running.has(each.id)} />
              <DriftPill drift={each.drift} />
            </Stacked>
          </Cell>
        ),
      },
      {
        id: 'health',
        width: narrow ? '1fr' : FIXED.health,
        label: t('servers.columns.health'),
        cell: each => (
          <Cell>
            <Stacked>
              <HealthCell health={each.health} summary={health.get(each.id)} />
              {narrow && <DriftPill drift={each.drift} />}
            </Stacked>
          </Cell>
        ),
      },
      {
        id: 'offers',
        width: '1.6fr',
        label: t('servers.columns.offers'),
        isHidden: !roomy,
        cell: each => (
          <Cell>
            <OfferedCounts counts={each.counts} />
          </Cell>
        ),
      },
      {
        id: 'owner',
        width: FIXED.owner,
        label: t('servers.columns.owner'),
        isHidden: !wide,
        cell: each => (
          <CellText
            title={each.owner ? entityLabel(each.owner, 'group') : '–'}
          />
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
    [t, narrow, roomy, wide, running, health],
  );
}
