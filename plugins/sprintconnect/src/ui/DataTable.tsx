import type { ReactNode } from 'react';
import { ScrollRegion } from './ScrollRegion';
import styles from './DataTable.module.css';

/**
 * A plain table for figures and short texts: `thead` and `tbody` are the caller's. It scrolls by itself where it has no
 * room, and under its headings where it is `long`.
 */
export function DataTable(props: {
  label: string;
  /** Shown above the table. */
  caption?: string;
  long?: boolean;
  children: ReactNode;
}) {
  const { label, caption, long, children } = props;
  return (
    <ScrollRegion
      label={label}
      className={long ? styles.scrollDown : styles.scroll}
    >
      <table className={styles.table} aria-label={caption ? undefined : label}>
        {caption && <caption className={styles.caption}>{caption}</caption>}
        {children}
      </table>
    </ScrollRegion>
  );
}
