import { useMemo } from 'react';
import { Cell, type ColumnConfig, Table } from '@backstage/ui';
import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import { ExpiryNote } from '../../credentials';
import { useMessages } from '../../translation';
import { RelativeTime, type TableRoom, TwoLines, useTableRoom } from '../../ui';
import type { CredentialIntent } from './CredentialIntent';
import { CredentialMenu } from './CredentialMenu';
import styles from './CredentialsTable.module.css';

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
  { narrow, roomy }: TableRoom,
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
        cell: ({ type, version, previous }) => (
          <Cell>
            <TwoLines
              below={t(
                previous
                  ? 'credentials.list.overlapping'
                  : 'credentials.facts.versionNumber',
                { version: String(version) },
              )}
            >
              {t(`credentials.type.${type}`)}
            </TwoLines>
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
        width: narrow ? 140 : 170,
        label: t('credentials.facts.expires'),
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
        isHidden: narrow,
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
    [t, narrow, roomy, onIntent],
  );
}

function usesText(t: ReturnType<typeof useMessages>['t'], uses: number) {
  return uses === 0
    ? t('credentials.facts.unused')
    : t('credentials.facts.usesCount', { count: uses });
}
