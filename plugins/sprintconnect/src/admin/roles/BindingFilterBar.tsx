import { accessRoleSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { FilterBar, OneOfFilter, WordsFilter } from '../../ui';
import type { BindingFilters } from './useBindingFilters';
import styles from './BindingFilterBar.module.css';

/** Whose roles, and which. */
export function BindingFilterBar(props: {
  filters: BindingFilters;
  onChange: (changes: BindingFilters) => void;
}) {
  const { filters, onChange } = props;
  const { t } = useMessages();
  return (
    <FilterBar role="search" few>
      <WordsFilter
        label={t('roles.search')}
        placeholder={t('roles.searchPlaceholder')}
        value={filters.q}
        onChange={q => onChange({ q })}
        className={styles.words}
      />
      <OneOfFilter
        quiet
        label={t('roles.role')}
        chosen={filters.role}
        any={t('filters.any')}
        options={accessRoleSchema.options.map(value => ({
          value,
          label: t(`permission.roles.${value}`),
        }))}
        onChange={role => onChange({ role })}
      />
    </FilterBar>
  );
}
