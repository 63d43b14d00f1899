import type { ReactNode } from 'react';
import { ButtonIcon, Cell, type ColumnConfig, Table } from '@backstage/ui';
import { RiDeleteBinLine, RiEditLine } from '@remixicon/react';
import type { EgressRule } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Moment, Pill, TwoLines, useTableRoom } from '../../ui';
import { SubjectName } from '../subjects/SubjectName';
import { useRuleName } from './useRuleName';
import styles from './EgressPage.module.css';

/** The rules, with what can be done to each. */
export function RulesTable(props: {
  rules: EgressRule[] | undefined;
  stale: boolean;
  onEdit: (rule: EgressRule) => void;
  onDelete: (rule: EgressRule) => void;
  emptyState: ReactNode;
}) {
  const { rules, stale, onEdit, onDelete, emptyState } = props;
  const room = useTableRoom();
  const columns = useColumns({ onEdit, onDelete, ...room });
  return (
    <div ref={room.ref}>
      <Table<EgressRule>
        columnConfig={columns}
        data={rules}
        isPending={!rules}
        isStale={stale}
        emptyState={emptyState}
        pagination={{ type: 'none' }}
      />
    </div>
  );
}

function useColumns(options: {
  onEdit: (rule: EgressRule) => void;
  onDelete: (rule: EgressRule) => void;
  narrow: boolean;
  roomy: boolean;
}): ColumnConfig<EgressRule>[] {
  const { onEdit, onDelete, narrow, roomy } = options;
  const { t } = useMessages();
  const { hostOf, addressesOf, nameOf } = useRuleName();
  const environmentOf = ({ environment }: EgressRule) =>
    environment ?? t('egress.allEnvironments');
  return [
    {
      id: 'destination',
      width: '2fr',
      label: t('egress.columns.destination'),
      isRowHeader: true,
      cell: rule => (
        <Cell>
          <TwoLines
            below={[addressesOf(rule), narrow && environmentOf(rule)]
              .filter(Boolean)
              .join(' · ')}
          >
            <span className={styles.destination}>{hostOf(rule)}</span>
          </TwoLines>
        </Cell>
      ),
    },
    {
      id: 'action',
      width: narrow ? 84 : '0.7fr',
      label: t('egress.columns.action'),
      cell: ({ action }) => (
        <Cell>
          <Pill tone={action === 'allow' ? 'success' : 'danger'}>
            {t(`egress.actions.${action}`)}
          </Pill>
        </Cell>
      ),
    },
    {
      id: 'environment',
      width: '1.2fr',
      label: t('egress.columns.environment'),
      isHidden: narrow,
      cell: rule => (
        <Cell>
          <TwoLines below={rule.note}>{environmentOf(rule)}</TwoLines>
        </Cell>
      ),
    },
    {
      id: 'ports',
      width: '0.8fr',
      label: t('egress.columns.ports'),
      isHidden: narrow,
      cell: ({ ports }) => (
        <Cell>{ports ? ports.join(', ') : t('egress.anyPort')}</Cell>
      ),
    },
    {
      id: 'changed',
      width: '1.1fr',
      label: t('egress.columns.changed'),
      isHidden: !roomy,
      cell: ({ updatedAt, updatedBy }) => (
        <Cell>
          <TwoLines below={<SubjectName subject={updatedBy} />}>
            <Moment at={updatedAt} form="day" />
          </TwoLines>
        </Cell>
      ),
    },
    {
      id: 'buttons',
      width: 112,
      label: t('egress.columns.buttons'),
      cell: rule => (
        <Cell>
          <span className={styles.buttons}>
            <ButtonIcon
              variant="tertiary"
              icon={<RiEditLine />}
              aria-label={t('egress.edit', { destination: nameOf(rule) })}
              onPress={() => onEdit(rule)}
            />
            <ButtonIcon
              variant="tertiary"
              icon={<RiDeleteBinLine />}
              aria-label={t('egress.remove', { destination: nameOf(rule) })}
              onPress={() => onDelete(rule)}
            />
          </span>
        </Cell>
      ),
    },
  ];
}
