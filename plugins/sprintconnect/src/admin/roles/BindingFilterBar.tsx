import { SearchField, Select } from '@backstage/ui';
import { accessRoleSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useTyped } from '../../ui';
import type { BindingFilters } from './useBindingFilters';
import styles from './BindingFilterBar.module.css';

const TYPING_MS = 250;
const ANY = 'any';

/** Whose roles, and which. */
export function BindingFilterBar(props: {
  filters: BindingFilters;
  onChange: (changes: BindingFilters) => void;
}) {
  const { filters, onChange } = props;
  const { t } = useMessages();
  const [text, setText] = useTyped({
    value: filters.q ?? '',
    delayMs: TYPING_MS,
    onSettled: settled => onChange({ q: settled.trim() || undefined }),
  });
  return (
    <div className={styles.filters}>
      <SearchField
        aria-label={t('roles.search')}
        placeholder={t('roles.searchPlaceholder')}
        value={text}
        onChange={setText}
        className={styles.search}
      />
      <Select
        aria-label={t('roles.role')}
        className={styles.choice}
        value={filters.role ?? ANY}
        options={[
          { id: ANY, label: t('roles.anyRole') },
          ...accessRoleSchema.options.map(each => ({
            id: each as string,
            label: t(`permission.roles.${each}`),
          })),
        ]}
        onChange={key =>
          onChange({
            role: accessRoleSchema.options.find(each => each === key),
          })
        }
      />
    </div>
  );
}
