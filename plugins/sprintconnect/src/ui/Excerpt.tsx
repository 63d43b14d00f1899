import type { ReactNode } from 'react';
import styles from './Excerpt.module.css';

/** The first two lines of a text. */
export function Excerpt(props: { children: ReactNode }) {
  return <p className={styles.excerpt}>{props.children}</p>;
}
