import type { ReactNode } from 'react';
import styles from './surface.module.css';

/** What is around everything of ours that is not a card or a `Modal`: see `surface.module.css`. It has no box of its own. */
export function Surface(props: { children: ReactNode }) {
  return <div className={styles.page}>{props.children}</div>;
}
