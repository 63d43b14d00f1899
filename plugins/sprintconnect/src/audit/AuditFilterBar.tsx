import { TextField } from '@backstage/ui';
import { auditOutcomeSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { FilterBar, OneOfFilter, PeriodFilter, useTyped } from '../ui';
import { auditActions } from './auditActions';
import type { AuditFilters } from './useAuditFilters';
import { useAuditWords } from './useAuditWords';
import styles from './AuditFilterBar.module.css';

const TYPING_MS = 400;

/** Who, what, to what, how it went and when. */
export function AuditFilterBar(props: {
  filters: AuditFilters;
  narrowed: boolean;
  onChange: (changes: AuditFilters) => void;
  onClear: () => void;
}) {
  const { filters, narrowed, onChange, onClear } = props;
  const { t } = useMessages();
  const words = useAuditWords();
  // An address may ask for what is no choice here, such as for several.
  const actions = [
    ...new Set([...auditActions, ...[filters.action ?? []].flat()]),
  ];
  return (
    <FilterBar role="search" onClear={narrowed ? onClear : undefined}>
      <TypedFilter
        label={t('audit.filters.actor')}
        placeholder={t('audit.filters.actorPlaceholder')}
        value={filters.actor ?? ''}
        onChange={actor => onChange({ actor })}
      />
      <OneOfFilter
        label={t('audit.filters.action')}
        chosen={filters.action}
        any={t('audit.filters.anyAction')}
        options={actions.map(value => ({
          value,
          label: words.actionOf(value),
        }))}
        onChange={action => onChange({ action })}
      />
      <TypedFilter
        label={t('audit.filters.target')}
        placeholder={t('audit.filters.targetPlaceholder')}
        value={filters.target ?? ''}
        onChange={target => onChange({ target })}
      />
      <OneOfFilter
        label={t('audit.filters.outcome')}
        chosen={filters.outcome}
        any={t('filters.any')}
        options={auditOutcomeSchema.options.map(value => ({
          value,
          label: t(`audit.outcome.${value}`),
        }))}
        onChange={outcome => onChange({ outcome })}
      />
      <PeriodFilter filters={filters} onChange={onChange} />
      <OneOfFilter
        label={t('audit.filters.log')}
        chosen={filters.anonymous}
        any={t('audit.filters.organisation')}
        options={[{ value: 'true', label: t('audit.filters.anonymous') }]}
        onChange={anonymous => onChange({ anonymous })}
      />
    </FilterBar>
  );
}

function TypedFilter(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string | undefined) => void;
}) {
  const { label, placeholder, value, onChange } = props;
  const [text, setText] = useTyped({
    value,
    delayMs: TYPING_MS,
    onSettled: settled => onChange(settled.trim() || undefined),
  });
  return (
    <TextField
      label={label}
      placeholder={placeholder}
      value={text}
      onChange={setText}
      size="small"
      className={styles.text}
    />
  );
}
