import type { ReactNode } from 'react';
import styles from './DescriptionList.module.css';

export interface Description {
  term: string;
  /** Nothing is shown for a description whose value draws nothing. */
  value?: ReactNode;
}

/** Terms and their values, beside each other where there is room. */
export function DescriptionList(props: { items: Description[] }) {
  return (
    <dl className={styles.list}>
      {props.items
        .filter(({ value }) => value === 0 || value)
        .map(item => (
          <div key={item.term} className={styles.item}>
            <dt className={styles.term}>{item.term}</dt>
            <dd className={styles.value}>{item.value}</dd>
          </div>
        ))}
    </dl>
  );
}
