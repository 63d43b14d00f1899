import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import styles from './EntityName.module.css';
import { wholeRef } from './wholeRef';

/**
 * An entity as the catalog shows it: its icon and title, and all of its reference as the tooltip. Where the catalog does not
 * know it, the name in the reference. Those of a whole page are one request, because the catalog's own API gathers them.
 */
export function EntityName(props: { entityRef: string; defaultKind: string }) {
  const { entityRef, defaultKind } = props;
  const { primaryTitle, secondaryTitle, Icon } = useEntityPresentation(
    wholeRef(entityRef, defaultKind),
  );
  return (
    <span className={styles.name} title={secondaryTitle ?? entityRef}>
      {Icon && (
        <span className={styles.icon} aria-hidden="true">
          <Icon fontSize="inherit" />
        </span>
      )}
      <span className={styles.title}>{primaryTitle}</span>
    </span>
  );
}
