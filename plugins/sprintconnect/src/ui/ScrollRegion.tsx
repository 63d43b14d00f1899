import type { ReactNode } from 'react';
import styles from './ScrollRegion.module.css';

/** What scrolls must take the focus, or it could not be scrolled by keyboard (WCAG 2.2, 2.1.1). */
const focusable = { tabIndex: 0 } as const;

/** A named part of the page that scrolls by itself where it has no room, and shows that it does. */
export function ScrollRegion(props: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const { label, className = '', children } = props;
  return (
    <div
      role="region"
      aria-label={label}
      className={`${styles.region} ${className}`}
      {...focusable}
    >
      {children}
    </div>
  );
}
