import { Button, Select, TextField } from '@backstage/ui';
import { auditOutcomeSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { useTyped } from '../ui';
import { type AuditFilters, type Period, periods } from './useAuditFilters';
import styles from './AuditFilterBar.module.css';

const TYPING_MS = 400;
const ANY = 'any';
const texts = ['actor', 'action', 'target'] as const;

/** Who, what, to what, how it went and when. */
export function AuditFilterBar(props: {
  filters: AuditFilters;
  narrowed: boolean;
  onChange: (changes: AuditFilters) => void;
  onClear: () => void;
}) {
  const { filters, narrowed, onChange, onClear } = props;
  const { t } = useMessages();
  const custom = !filters.period && (filters.from || filters.to);
  return (
    <div
      className={styles.bar}
      role="search"
      aria-label={t('audit.filters.label')}
    >
      {texts.map(name => (
        <TypedFilter
          key={name}
          label={t(`audit.filters.${name}`)}
          placeholder={t(`audit.filters.${name}Placeholder`)}
          value={filters[name] ?? ''}
          onChange={value => onChange({ [name]: value })}
        />
      ))}
      <Choice
        label={t('audit.filters.outcome')}
        chosen={filters.outcome ?? ANY}
        options={[
          { value: ANY, label: t('audit.filters.anyOutcome') },
          ...auditOutcomeSchema.options.map(value => ({
            value,
            label: t(`audit.outcome.${value}`),
          })),
        ]}
        onChange={value =>
          onChange({ outcome: value as AuditFilters['outcome'] })
        }
      />
      <Choice
        label={t('audit.filters.period')}
        chosen={custom ? 'custom' : (filters.period ?? ANY)}
        options={[
          { value: ANY, label: t('audit.filters.anyPeriod') },
          ...periods.map(value => ({
            value: value as string,
            label: t(`audit.period.${value}`),
          })),
          ...(custom
            ? [{ value: 'custom', label: t('audit.period.custom') }]
            : []),
        ]}
        onChange={value =>
          onChange({ period: value as Period, from: undefined, to: undefined })
        }
      />
      <Choice
        label={t('audit.filters.log')}
        chosen={filters.anonymous ?? ANY}
        options={[
          { value: ANY, label: t('audit.filters.organisation') },
          { value: 'true', label: t('audit.filters.anonymous') },
        ]}
        onChange={value => onChange({ anonymous: value as 'true' })}
      />
      {narrowed && (
        <Button variant="tertiary" onPress={onClear}>
          {t('audit.filters.clear')}
        </Button>
      )}
    </div>
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

function Choice(props: {
  label: string;
  chosen: string;
  options: Array<{ value: string; label: string }>;
  onChange: (value: string | undefined) => void;
}) {
  const { label, chosen, options, onChange } = props;
  return (
    <Select
      label={label}
      value={chosen}
      options={options}
      onChange={key => onChange(key === ANY ? undefined : String(key))}
      className={styles.choice}
    />
  );
}
