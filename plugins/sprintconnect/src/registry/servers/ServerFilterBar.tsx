import { ToggleButton } from '@backstage/ui';
import type { ServerFacets } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { ChoiceFilter, FilterBar, WordsFilter } from '../../ui';
import {
  type FacetName,
  facetNames,
  type ServerFilters,
} from './useServerFilters';
import { OwnedByMe } from './OwnedByMe';
import { useFacetLabel } from './useFacetLabel';
import styles from './ServerFilterBar.module.css';

/** Search words and facets. Each value of a facet says how many servers choosing it would show. */
export function ServerFilterBar(props: {
  filters: ServerFilters;
  facets?: ServerFacets;
  narrowed: boolean;
  /** Whether the portal knows stars. */
  starrable: boolean;
  onChange: (changes: ServerFilters) => void;
  onClear: () => void;
}) {
  const { filters, facets, narrowed, starrable, onChange, onClear } = props;
  const { t } = useMessages();
  return (
    <FilterBar
      role="search"
      above={
        <div className={styles.above}>
          <WordsFilter
            label={t('servers.search.label')}
            placeholder={t('servers.search.placeholder')}
            value={filters.q}
            onChange={q => onChange({ q })}
            className={styles.search}
          />
          <OwnedByMe
            chosen={filters.owner ?? []}
            onChange={owner => onChange({ owner })}
          />
          {starrable && (
            <ToggleButton
              isSelected={filters.starred === 'true'}
              onChange={isOn =>
                onChange({ starred: isOn ? 'true' : undefined })
              }
            >
              {t('servers.filters.starred')}
            </ToggleButton>
          )}
        </div>
      }
      onClear={narrowed ? onClear : undefined}
    >
      {facetNames.map(facet => (
        <Facet
          key={facet}
          facet={facet}
          chosen={filters[facet] ?? []}
          values={facets?.[facet]}
          onChange={values => onChange({ [facet]: values })}
        />
      ))}
    </FilterBar>
  );
}

function Facet(props: {
  facet: FacetName;
  chosen: string[];
  /** Absent: nobody knows yet. */
  values?: Array<{ value: string; count: number }>;
  onChange: (values: string[]) => void;
}) {
  const { facet, chosen, values, onChange } = props;
  const { t } = useMessages();
  const labelOf = useFacetLabel(facet, [
    ...(values ?? []).map(({ value }) => value),
    ...chosen,
  ]);
  const gone = chosen.filter(
    value => !values?.some(each => each.value === value),
  );
  return (
    <ChoiceFilter
      label={t(`servers.filters.${facet}`)}
      placeholder={t('filters.any')}
      chosen={chosen}
      onChange={onChange}
      options={[
        ...(values ?? []).map(({ value, count }) => ({
          value,
          label: `${labelOf(value)} (${count})`,
        })),
        ...gone.map(value => ({
          value,
          label: values ? `${labelOf(value)} (0)` : labelOf(value),
        })),
      ]}
    />
  );
}
