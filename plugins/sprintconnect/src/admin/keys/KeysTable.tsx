import { type ReactNode, useMemo } from 'react';
import { Cell, type ColumnConfig, Table } from '@backstage/ui';
import { RiFingerprintLine } from '@remixicon/react';
import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import {
  InlineCode,
  Moment,
  RelativeTime,
  TwoLines,
  type TableRoom,
  useTableRoom,
} from '../../ui';
import { SubjectName } from '../subjects/SubjectName';
import { Grants } from './Grants';
import { KeyMenu } from './KeyMenu';
import { KeyStatusPill } from './KeyStatusPill';
import styles from './KeysTable.module.css';

/** What the reader wants to do with a key. */
export type KeyIntent = 'look' | 'rotate' | 'revoke';

/** The keys, youngest first. Those that are good for nothing any more step back. */
export function KeysTable(props: {
  keys: ApiKey[] | undefined;
  onIntent: (intent: KeyIntent, key: ApiKey) => void;
  emptyState: ReactNode;
}) {
  const { keys, onIntent, emptyState } = props;
  const room = useTableRoom();
  const columns = useColumns(room, onIntent);
  return (
    <div ref={room.ref}>
      <Table<ApiKey>
        columnConfig={columns}
        data={keys}
        isPending={!keys}
        emptyState={emptyState}
        rowConfig={{ onClick: key => onIntent('look', key) }}
        pagination={{ type: 'none' }}
      />
    </div>
  );
}

function useColumns(
  { narrow, roomy, wide }: TableRoom,
  onIntent: (intent: KeyIntent, key: ApiKey) => void,
) {
  const { t } = useMessages();
  return useMemo<ColumnConfig<ApiKey>[]>(
    () => [
      {
        id: 'name',
        width: '1.3fr',
        label: t('keys.columns.name'),
        isRowHeader: true,
        cell: key => (
          <Cell>
            <TwoLines below={<InlineCode>{`${key.prefix}…`}</InlineCode>}>
              <span className={styles.name} data-ended={hasEnded(key)}>
                {key.name}
                {key.dpopThumbprint && (
                  <RiFingerprintLine
                    size={16}
                    role="img"
                    aria-label={t('keys.bound')}
                  />
                )}
              </span>
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'may',
        width: '1.8fr',
        label: t('keys.columns.may'),
        isHidden: !roomy,
        cell: key => (
          <Cell>
            <Grants apiKey={key} most={2} />
          </Cell>
        ),
      },
      {
        id: 'status',
        width: 100,
        label: t('keys.columns.status'),
        cell: ({ status }) => (
          <Cell>
            <KeyStatusPill status={status} />
          </Cell>
        ),
      },
      {
        id: 'lastUsed',
        width: 130,
        label: t('keys.columns.lastUsed'),
        isHidden: narrow,
        cell: ({ lastUsedAt }) => (
          <Cell>
            {lastUsedAt ? (
              <RelativeTime at={lastUsedAt} />
            ) : (
              <span className={styles.quiet}>{t('keys.neverUsed')}</span>
            )}
          </Cell>
        ),
      },
      {
        id: 'expires',
        width: 130,
        label: t('keys.columns.expires'),
        isHidden: !roomy,
        cell: ({ expiresAt }) => (
          <Cell>
            {expiresAt ? (
              <Moment at={expiresAt} form="day" />
            ) : (
              <span className={styles.quiet}>{t('keys.never')}</span>
            )}
          </Cell>
        ),
      },
      {
        id: 'created',
        width: 150,
        label: t('keys.columns.created'),
        isHidden: !wide,
        cell: ({ createdAt, createdBy }) => (
          <Cell>
            <TwoLines below={<SubjectName subject={createdBy} />}>
              <Moment at={createdAt} form="day" />
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'actions',
        width: 104,
        label: t('keys.columns.actions'),
        cell: key => (
          <Cell>
            <KeyMenu
              apiKey={key}
              onRotate={() => onIntent('rotate', key)}
              onRevoke={() => onIntent('revoke', key)}
            />
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, wide, onIntent],
  );
}

function hasEnded({ status }: ApiKey): boolean | undefined {
  return status !== 'active' || undefined;
}
