import type { ReactNode } from 'react';
import styles from './FactLine.module.css';

/** A few short facts beside each other. */
export function FactLine(props: { children: ReactNode }) {
  return <p className={styles.facts}>{props.children}</p>;
}
