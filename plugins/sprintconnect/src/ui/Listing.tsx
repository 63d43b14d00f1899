import type { ReactNode } from 'react';
import { VisuallyHidden } from '@backstage/ui';
import { useMessages } from '../translation';
import { isRefusal } from './isRefusal';
import type { Loaded } from './useLoad';
import { WhenLoaded } from './WhenLoaded';
import styles from './Listing.module.css';

/**
 * A page that lists something: controls, what went wrong, the list. How many there are is told to screen readers
 * whenever it changes. The list is not there while nothing but an error is known of it.
 */
export function Listing<T>(props: {
  loaded: Loaded<T>;
  /** Stands in place of the list and its controls when the backend refuses. */
  refused: ReactNode;
  /** How many there are, in words; undefined as long as that is not known. */
  total: (value: T) => string | undefined;
  controls?: ReactNode;
  /** The list. It is there from the beginning, to show that it is loading. */
  children: ReactNode;
}) {
  const { loaded, refused, total, controls, children } = props;
  const { value, error } = loaded;
  const { t } = useMessages();
  if (refused && isRefusal(error)) return <>{refused}</>;
  return (
    <div className={styles.listing}>
      {controls}
      <VisuallyHidden role="status">
        {value ? total(value) : !error && t('states.loading')}
      </VisuallyHidden>
      <WhenLoaded loaded={loaded} loading={children}>
        {() => children}
      </WhenLoaded>
    </div>
  );
}

/** What stands above a list: filters first, and at the other end what can be done. */
export function ListingControls(props: { children: ReactNode }) {
  return <div className={styles.controls}>{props.children}</div>;
}
