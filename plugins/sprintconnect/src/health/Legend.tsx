import type { ReactNode } from 'react';
import styles from './Legend.module.css';

/** What the shapes and colours of a chart mean: `mark` is one of them, drawn small. */
export function Legend(props: {
  entries: Array<{ mark: ReactNode; label: string }>;
}) {
  return (
    <ul className={styles.legend}>
      {props.entries.map(({ mark, label }) => (
        <li key={label} className={styles.entry}>
          {mark}
          {label}
        </li>
      ))}
    </ul>
  );
}
