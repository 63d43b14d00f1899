import type { ReactNode } from 'react';
import styles from './Columns.module.css';

/** What matters most, and beside it what goes with it; below it where there is no room. */
export function Columns(props: { children: ReactNode; aside: ReactNode }) {
  const { children, aside } = props;
  return (
    <div className={styles.columns}>
      <div className={styles.column}>{children}</div>
      <div className={styles.column}>{aside}</div>
    </div>
  );
}
