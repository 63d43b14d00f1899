import { type ReactNode, useMemo } from 'react';
import { Cell, CellText, type ColumnConfig, Table } from '@backstage/ui';
import type { AuditRecord } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import {
  EntityName,
  RelativeTime,
  useTablePagination,
  type TableRoom,
  TwoLines,
  useTableRoom,
} from '../ui';
import { OutcomePill } from './OutcomePill';
import type { AuditList } from './useAuditList';
import { entityOf, useAuditWords } from './useAuditWords';

/** The log, newest first. Narrow screens show what happened and when. */
export function AuditTable(props: {
  list: AuditList;
  onOpen: (record: AuditRecord) => void;
  emptyState: ReactNode;
}) {
  const { list, onOpen, emptyState } = props;
  const { page, paging } = list;
  const room = useTableRoom();
  const columns = useColumns(room, page.value?.items);
  const pagination = useTablePagination(page, paging);
  return (
    <div ref={room.ref}>
      <Table<AuditRecord>
        columnConfig={columns}
        data={page.value?.items}
        isPending={page.pending && !page.value}
        isStale={page.stale}
        emptyState={emptyState}
        rowConfig={{ onClick: onOpen }}
        pagination={pagination}
      />
    </div>
  );
}

function useColumns(
  { narrow, roomy }: TableRoom,
  records: readonly AuditRecord[] | undefined,
) {
  const { t } = useMessages();
  const words = useAuditWords(records);
  return useMemo<ColumnConfig<AuditRecord>[]>(
    () => [
      {
        id: 'action',
        width: '1.4fr',
        label: t('audit.columns.action'),
        isRowHeader: true,
        cell: ({ action, reason, caller }) => (
          <Cell>
            <TwoLines
              below={narrow ? <CallerName callerRef={caller.ref} /> : reason}
            >
              {words.actionOf(action)}
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'at',
        width: narrow ? 120 : 150,
        label: t('audit.columns.at'),
        cell: ({ at }) => (
          <Cell>
            <RelativeTime at={at} />
          </Cell>
        ),
      },
      {
        id: 'who',
        width: '1.2fr',
        label: t('audit.columns.who'),
        isHidden: narrow,
        cell: ({ caller, address }) => (
          <Cell>
            <TwoLines below={caller.actor ?? address}>
              <CallerName callerRef={caller.ref} />
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'target',
        width: '1.4fr',
        label: t('audit.columns.target'),
        isHidden: !roomy,
        cell: record => {
          const { name, type } = words.targetOf(record);
          return <CellText title={name} description={type} />;
        },
      },
      {
        id: 'outcome',
        width: 110,
        label: t('audit.columns.outcome'),
        cell: ({ outcome }) => (
          <Cell>
            <OutcomePill outcome={outcome} />
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, words],
  );
}

/** Users and groups as the catalog shows them, everybody else by reference. */
function CallerName(props: { callerRef: string }) {
  const { callerRef } = props;
  return entityOf(callerRef) ? (
    <EntityName entityRef={callerRef} defaultKind="user" />
  ) : (
    <>{callerRef}</>
  );
}
