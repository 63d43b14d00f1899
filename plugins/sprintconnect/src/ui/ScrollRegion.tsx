import type { ReactNode } from 'react';

/** What scrolls must take the focus, or it could not be scrolled by keyboard (WCAG 2.2, 2.1.1). */
const focusable = { tabIndex: 0 } as const;

/** A named part of the page that may scroll by itself. */
export function ScrollRegion(props: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const { label, className, children } = props;
  return (
    <div role="region" aria-label={label} className={className} {...focusable}>
      {children}
    </div>
  );
}
