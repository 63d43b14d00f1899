import { useMemo } from 'react';
import { Cell, type ColumnConfig, Table } from '@backstage/ui';
import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import { ExpiryNote } from '../../credentials';
import { useMessages } from '../../translation';
import {
  Pill,
  RelativeTime,
  type TableRoom,
  TwoLines,
  useTableRoom,
} from '../../ui';
import { CredentialMenu } from './CredentialMenu';
import styles from './CredentialsTable.module.css';

/** What the reader wants to do with a credential. */
export type CredentialIntent =
  'look' | 'rotate' | 'endOverlap' | 'edit' | 'delete';

/** The credentials that servers share, by name. */
export function CredentialsTable(props: {
  credentials: Credential[] | undefined;
  onIntent: (intent: CredentialIntent, credential: Credential) => void;
}) {
  const { credentials, onIntent } = props;
  const room = useTableRoom();
  const columns = useColumns(room, onIntent);
  return (
    <div ref={room.ref}>
      <Table<Credential>
        columnConfig={columns}
        data={credentials}
        isPending={!credentials}
        rowConfig={{ onClick: credential => onIntent('look', credential) }}
        pagination={{ type: 'none' }}
      />
    </div>
  );
}

function useColumns(
  { narrow, roomy, wide }: TableRoom,
  onIntent: (intent: CredentialIntent, credential: Credential) => void,
) {
  const { t } = useMessages();
  return useMemo<ColumnConfig<Credential>[]>(
    () => [
      {
        id: 'name',
        width: '1.6fr',
        label: t('credentials.fields.name'),
        isRowHeader: true,
        cell: ({ name, description, type }) => (
          <Cell>
            <TwoLines
              below={roomy ? description : t(`credentials.type.${type}`)}
            >
              <span className={styles.name}>{name}</span>
            </TwoLines>
          </Cell>
        ),
      },
      {
        id: 'type',
        width: '1.2fr',
        label: t('credentials.fields.type'),
        isHidden: !roomy,
        cell: ({ type }) => <Cell>{t(`credentials.type.${type}`)}</Cell>,
      },
      {
        id: 'version',
        width: 130,
        label: t('credentials.facts.version'),
        isHidden: !wide,
        cell: ({ version, previous }) => (
          <Cell>
            {String(version)}
            {previous && (
              <>
                {' '}
                <Pill tone="info">{t('credentials.list.overlap')}</Pill>
              </>
            )}
          </Cell>
        ),
      },
      {
        id: 'age',
        width: 140,
        label: t('credentials.list.age'),
        isHidden: !roomy,
        cell: ({ rotatedAt }) => (
          <Cell>
            <RelativeTime at={rotatedAt} />
          </Cell>
        ),
      },
      {
        id: 'expires',
        width: 170,
        label: t('credentials.facts.expires'),
        isHidden: narrow,
        cell: ({ expiresAt }) => (
          <Cell>
            {expiresAt ? (
              <ExpiryNote expiresAt={expiresAt} />
            ) : (
              <span className={styles.quiet}>
                {t('credentials.facts.noExpiry')}
              </span>
            )}
          </Cell>
        ),
      },
      {
        id: 'uses',
        width: 110,
        label: t('credentials.facts.uses'),
        cell: ({ uses }) => <Cell>{usesText(t, uses)}</Cell>,
      },
      {
        id: 'actions',
        width: 80,
        label: t('credentials.list.actions'),
        cell: credential => (
          <Cell>
            <CredentialMenu
              credential={credential}
              onIntent={intent => onIntent(intent, credential)}
            />
          </Cell>
        ),
      },
    ],
    [t, narrow, roomy, wide, onIntent],
  );
}

function usesText(t: ReturnType<typeof useMessages>['t'], uses: number) {
  return uses === 0
    ? t('credentials.facts.unused')
    : t('credentials.facts.usesCount', { count: uses });
}
