import { callOutcomeSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { ChoiceFilter, FilterBar, OneOfFilter, PeriodFilter } from '../ui';
import type { CallAddress } from './useCallFilters';

/** A filter that one list has and the other does not. */
export interface Narrowing {
  name: 'server' | 'capability';
  label: string;
  /** What none of them is called. */
  any: string;
  options: ReadonlyArray<{ value: string; label: string }>;
}

/** What was called, how it ended, and when. */
export function CallFilterBar(props: {
  address: CallAddress;
  narrowing: Narrowing;
}) {
  const { address, narrowing } = props;
  const { filters, narrowed, change, clear } = address;
  const { name, label, any, options } = narrowing;
  const { t } = useMessages();
  const chosen = filters[name];
  // What the address asks for may be gone, or beyond what the choices name.
  const isListed = !chosen || options.some(({ value }) => value === chosen);
  return (
    <FilterBar role="group" onClear={narrowed ? clear : undefined}>
      <OneOfFilter
        label={label}
        chosen={chosen}
        any={any}
        options={
          isListed ? options : [...options, { value: chosen, label: chosen }]
        }
        onChange={value => change({ [name]: value })}
      />
      <ChoiceFilter
        label={t('calls.filters.outcome')}
        placeholder={t('filters.any')}
        chosen={filters.outcome ?? []}
        options={callOutcomeSchema.options.map(value => ({
          value,
          label: t(`calls.outcome.${value}`),
        }))}
        onChange={values =>
          change({
            outcome: callOutcomeSchema.options.filter(each =>
              values.includes(each),
            ),
          })
        }
      />
      <PeriodFilter filters={filters} onChange={change} />
    </FilterBar>
  );
}
