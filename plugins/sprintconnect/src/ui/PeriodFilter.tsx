import { useMessages } from '../translation';
import { OneOfFilter } from './OneOfFilter';
import { type PeriodFilters, periods } from './period';

const CUSTOM = 'custom' as const;

/** When something happened. A time that a link brought is a choice of its own, until another is chosen. */
export function PeriodFilter(props: {
  filters: PeriodFilters;
  onChange: (changes: PeriodFilters) => void;
}) {
  const { filters, onChange } = props;
  const { t } = useMessages();
  const custom = !filters.period && (filters.from || filters.to);
  return (
    <OneOfFilter
      label={t('filters.period')}
      chosen={custom ? CUSTOM : filters.period}
      any={t('filters.anyPeriod')}
      options={[...periods, ...(custom ? [CUSTOM] : [])].map(value => ({
        value,
        label: t(`filters.periods.${value}`),
      }))}
      onChange={period => {
        // Chosen once more, it stays what the address says.
        if (period === CUSTOM) return;
        onChange({ period, from: undefined, to: undefined });
      }}
    />
  );
}
