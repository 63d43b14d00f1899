import { type ReactNode, useMemo } from 'react';
import { ButtonIcon, Cell, type ColumnConfig, Table } from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import type { RoleBinding } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Moment, TwoLines, type TableRoom, useTableRoom } from '../../ui';
import { subjectKind } from '../subjects/subjectKind';
import { SubjectName, useSubjectText } from '../subjects/SubjectName';
import { RolePill } from './RolePill';
import styles from './BindingsTable.module.css';

type Row = RoleBinding & { id: string };

/** Who has which role. What stands in the configuration can be seen here, and changed only there. */
export function BindingsTable(props: {
  bindings: RoleBinding[] | undefined;
  keyNames: ReadonlyMap<string, string>;
  onUnbind: (binding: RoleBinding) => void;
  emptyState: ReactNode;
  stale: boolean;
}) {
  const { bindings, keyNames, onUnbind, emptyState, stale } = props;
  const room = useTableRoom();
  const rows = useMemo(
    () =>
      bindings?.map(each => ({
        ...each,
        id: each.id ?? `config ${each.subject} ${each.role}`,
      })),
    [bindings],
  );
  const columns = useColumns(rows ?? [], { keyNames, onUnbind, room });
  return (
    <div ref={room.ref}>
      <Table<Row>
        columnConfig={columns}
        data={rows}
        isPending={!rows}
        isStale={stale}
        emptyState={emptyState}
        pagination={{ type: 'none' }}
      />
    </div>
  );
}

function useColumns(
  rows: readonly Row[],
  options: {
    keyNames: ReadonlyMap<string, string>;
    onUnbind: (binding: RoleBinding) => void;
    room: TableRoom;
  },
) {
  const { keyNames, onUnbind, room } = options;
  const { narrow, roomy } = room;
  const { t } = useMessages();
  const nameOf = useSubjectText(
    rows.map(({ subject }) => subject),
    keyNames,
  );
  return useMemo<ColumnConfig<Row>[]>(
    () => [
      {
        id: 'subject',
        width: '2fr',
        label: t('roles.columns.subject'),
        isRowHeader: true,
        cell: ({ subject }) => (
          <Cell>
            <TwoLines below={t(`roles.kinds.${subjectKind(subject)}`)}>
              <span className={styles.name}>
                <SubjectName subject={subject} keyNames={keyNames} />
              </span>
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'role',
        width: narrow ? 120 : '1fr',
        label: t('roles.columns.role'),
        cell: ({ role }) => (
          <Cell>
            <RolePill role={role} />
          </Cell>
        ),
      },
      {
        id: 'source',
        width: '1.4fr',
        label: t('roles.columns.source'),
        isHidden: narrow,
        cell: ({ source }) => (
          <Cell>
            <TwoLines below={source === 'config' && t('roles.fromConfig')}>
              {t(`roles.source.${source}`)}
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'given',
        width: '1.2fr',
        label: t('roles.columns.given'),
        isHidden: !roomy,
        cell: ({ createdAt, createdBy }) => (
          <Cell>
            <TwoLines
              below={
                createdBy && (
                  <SubjectName subject={createdBy} keyNames={keyNames} />
                )
              }
            >
              {createdAt && <Moment at={createdAt} form="day" />}
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'actions',
        width: 104,
        label: t('roles.columns.actions'),
        cell: binding => (
          <Cell>
            {binding.source === 'portal' && (
              <ButtonIcon
                variant="tertiary"
                icon={<RiDeleteBinLine />}
                aria-label={t('roles.take', {
                  role: t(`permission.roles.${binding.role}`),
                  subject: nameOf(binding.subject),
                })}
                onPress={() => onUnbind(binding)}
              />
            )}
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, keyNames, nameOf, onUnbind],
  );
}
