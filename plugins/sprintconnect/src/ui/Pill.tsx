import type { ReactNode } from 'react';
import styles from './Pill.module.css';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** A short label in a colour. The colour repeats what the text says; it never says it alone. */
export function Pill(props: {
  tone?: Tone;
  icon?: ReactNode;
  title?: string;
  children: ReactNode;
}) {
  const { tone = 'neutral', icon, title, children } = props;
  return (
    <span className={styles.pill} data-tone={tone} title={title}>
      {icon}
      {children}
    </span>
  );
}
