import { Select } from '@backstage/ui';
import { useMessages } from '../../translation';
import { type ServerOrder, serverOrders } from './useServerFilters';
import styles from './ServerOrderChoice.module.css';

/** Every order of the list, for tables without room for the columns whose headings sort it. */
export function ServerOrderChoice(props: {
  chosen: ServerOrder;
  onChange: (order: string) => void;
}) {
  const { chosen, onChange } = props;
  const { t } = useMessages();
  return (
    <Select
      label={t('servers.orderBy')}
      className={styles.choice}
      value={chosen}
      options={serverOrders.map(value => ({
        value,
        label: t(
          value.startsWith('-')
            ? `servers.descending.${bare(value)}`
            : `servers.ascending.${bare(value)}`,
        ),
      }))}
      onChange={key => onChange(String(key))}
    />
  );
}

function bare(order: ServerOrder) {
  return order.replace('-', '') as Exclude<ServerOrder, `-${string}`>;
}
