import type { ReactNode } from 'react';
import { VisuallyHidden } from '@backstage/ui';
import { useMessages } from '../translation';
import { ErrorNotice } from './ErrorNotice';
import type { Loaded } from './useLoad';
import styles from './Listing.module.css';

/**
 * A page that lists something: controls, what went wrong, the list. How many there are is told to screen readers
 * whenever it changes. The list is not there while nothing but an error is known of it.
 */
export function Listing<T>(props: {
  loaded: Loaded<T>;
  /** How many there are, in words; undefined as long as that is not known. */
  total: (value: T) => string | undefined;
  controls?: ReactNode;
  /** The list. It is there from the beginning, to show that it is loading. */
  children: ReactNode;
}) {
  const { loaded, total, controls, children } = props;
  const { value, error, reload } = loaded;
  const { t } = useMessages();
  return (
    <div className={styles.listing}>
      {controls}
      {error && (
        <ErrorNotice
          title={value && t('errors.stale')}
          error={error}
          onRetry={reload}
        />
      )}
      <VisuallyHidden role="status">
        {value ? total(value) : !error && t('states.loading')}
      </VisuallyHidden>
      {(value || !error) && children}
    </div>
  );
}

/** What stands above a list: filters first, and at the other end what can be done. */
export function ListingControls(props: { children: ReactNode }) {
  return <div className={styles.controls}>{props.children}</div>;
}
