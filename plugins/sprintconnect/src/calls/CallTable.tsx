import { type ReactNode, useMemo } from 'react';
import { Cell, CellText, type ColumnConfig, Table } from '@backstage/ui';
import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { RelativeTime, type TableRoom, TwoLines, useTableRoom } from '../ui';
import { CallerName } from './CallerName';
import { CallOutcomePill } from './CallOutcomePill';
import { CallTime } from './CallTime';
import styles from './CallTable.module.css';

/** What is the same in all rows, and has no column. */
export type Shared = 'server' | 'caller';

/** Calls, youngest first. Narrow screens have the outcome, and all else in one column. */
export function CallTable(props: {
  calls: Call[] | undefined;
  shared: Shared;
  stale: boolean;
  onOpen: (call: Call) => void;
  emptyState: ReactNode;
}) {
  const { calls, shared, stale, onOpen, emptyState } = props;
  const room = useTableRoom();
  const columns = useColumns(room, shared);
  return (
    <div ref={room.ref}>
      <Table<Call>
        columnConfig={columns}
        data={calls}
        isPending={!calls}
        isStale={stale}
        emptyState={emptyState}
        rowConfig={{ onClick: onOpen }}
        pagination={{ type: 'none' }}
      />
    </div>
  );
}

function useColumns({ narrow, roomy }: TableRoom, shared: Shared) {
  const { t } = useMessages();
  return useMemo<ColumnConfig<Call>[]>(
    () => [
      {
        id: 'capability',
        width: '2fr',
        label: t('calls.columns.capability'),
        isRowHeader: true,
        cell: call => (
          <Cell>
            <TwoLines
              below={
                narrow ? inBrief(call, shared) : <Short>{call.reason}</Short>
              }
            >
              <Short>{call.capability}</Short>
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'at',
        width: 150,
        label: t('calls.columns.at'),
        isHidden: narrow,
        cell: ({ openedAt, entrance }) => (
          <Cell>
            <TwoLines
              below={shared === 'caller' && t(`calls.entrance.${entrance}`)}
            >
              <RelativeTime at={openedAt} />
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'who',
        width: '1.2fr',
        label: t('calls.columns.who'),
        isHidden: narrow || shared === 'caller',
        cell: ({ caller, entrance }) => (
          <Cell>
            <TwoLines below={t(`calls.entrance.${entrance}`)}>
              <CallerName caller={caller} />
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'server',
        width: '1.2fr',
        label: t('calls.columns.server'),
        isHidden: narrow || shared === 'server',
        cell: ({ server }) => (
          <CellText title={server.name} description={server.environment} />
        ),
      },
      {
        id: 'outcome',
        width: 132,
        label: t('calls.columns.outcome'),
        cell: ({ outcome }) => (
          <Cell>
            <CallOutcomePill outcome={outcome} />
          </Cell>
        ),
      },
      {
        id: 'time',
        width: 104,
        label: t('calls.columns.time'),
        isHidden: !roomy,
        cell: call => (
          <Cell>
            <CallTime call={call} />
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, shared],
  );
}

/** In place of the columns that there is no room for. */
function inBrief({ caller, server, openedAt }: Call, shared: Shared) {
  return (
    <>
      {shared === 'server' ? <CallerName caller={caller} /> : server.name}
      <span aria-hidden="true"> · </span>
      <RelativeTime at={openedAt} />
    </>
  );
}

/** Two lines at most: names and reasons come from outside. */
function Short({ children }: { children?: string }) {
  return children ? <span className={styles.short}>{children}</span> : null;
}
