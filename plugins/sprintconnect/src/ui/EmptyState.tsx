import { type ReactNode } from 'react';
import { Text } from '@backstage/ui';
import styles from './EmptyState.module.css';

/** What stands where there is nothing to show: why, and what to do about it. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { icon, title, description, actions, children } = props;
  return (
    <div className={styles.empty}>
      {icon && (
        <div className={styles.icon} aria-hidden="true">
          {icon}
        </div>
      )}
      <Text as="h3" variant="title-small" weight="bold">
        {title}
      </Text>
      {description && (
        <Text as="p" variant="body-medium" color="secondary">
          {description}
        </Text>
      )}
      {actions && <div className={styles.actions}>{actions}</div>}
      {children && <div className={styles.body}>{children}</div>}
    </div>
  );
}
