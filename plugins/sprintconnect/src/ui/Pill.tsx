import type { ReactNode } from 'react';
import { Explained } from './Explained';
import styles from './Pill.module.css';
import type { Tone } from './Tone';

/** A short label in a colour. The colour repeats what the text says; it never says it alone. */
export function Pill(props: {
  tone?: Tone;
  icon?: ReactNode;
  /** More than the label says, in a tip. Not within a button or a link. */
  tip?: ReactNode;
  children: ReactNode;
}) {
  const { tone = 'neutral', icon, tip, children } = props;
  return (
    <Explained tip={tip} plain>
      <span className={styles.pill} data-tone={tone}>
        {icon}
        {children}
      </span>
    </Explained>
  );
}
