import { useApi } from '@backstage/frontend-plugin-api';
import {
  type CapabilityKind,
  type HealthStatus,
  healthStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { kindOrder } from '../registry';
import { useMessages } from '../translation';
import { ChoiceFilter, FilterBar, useLoad } from '../ui';
import { type DiscoverAddress, type FilterName } from './useDiscoverAddress';
import styles from './DiscoverFilterBar.module.css';

/** What narrows the search. Environments and tags are those that servers have. */
export function DiscoverFilterBar(props: { address: DiscoverAddress }) {
  const { filters, narrowed, narrow, clearFilters } = props.address;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  // Without an answer the chosen values still show, and the search works all the same.
  const facets = useLoad('facets', signal => client.facets({}, { signal }));

  const known: Record<FilterName, readonly string[]> = {
    kind: kindOrder,
    environment: valuesOf(facets.value?.environment),
    tag: valuesOf(facets.value?.tag),
    health: healthStatusSchema.options,
  };
  const labelOf: Record<FilterName, (value: string) => string> = {
    kind: value => t(`capabilities.${value as CapabilityKind}`),
    environment: String,
    tag: String,
    health: value => t(`health.${value as HealthStatus}`),
  };
  const filter = (name: FilterName) => {
    const chosen = filters[name] ?? [];
    const values = [...new Set([...known[name], ...chosen])];
    return (
      <ChoiceFilter
        label={t(`discover.filters.${name}`)}
        placeholder={t('filters.any')}
        chosen={chosen}
        options={values.map(value => ({ value, label: labelOf[name](value) }))}
        onChange={picked => narrow(name, picked)}
        className={styles.filter}
      />
    );
  };
  return (
    <FilterBar role="group" onClear={narrowed ? clearFilters : undefined}>
      {filter('kind')}
      {filter('environment')}
      {filter('tag')}
      {filter('health')}
    </FilterBar>
  );
}

function valuesOf(facet: Array<{ value: string }> = []): string[] {
  return facet.map(each => each.value);
}
