import type { ReactNode } from 'react';
import styles from './TwoLines.module.css';

/** Something, and in a second, quieter line what there is to say about it. */
export function TwoLines(props: { children: ReactNode; below?: ReactNode }) {
  const { children, below } = props;
  return (
    <span className={styles.two}>
      {children}
      {below && <span className={styles.below}>{below}</span>}
    </span>
  );
}
