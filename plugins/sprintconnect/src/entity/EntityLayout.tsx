import { Fragment } from 'react';
import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import styles from './EntityLayout.module.css';
import { EntityOverview } from './EntityOverview';
import { SharedServer } from './SharedServer';

type Cards = EntityContentLayoutProps['cards'];

/**
 * The overview of an MCP server's entity. As the catalog's own layout, but what the server offers stands before the cards of
 * other plugins, of which the raw definition is the first and the longest.
 */
export function EntityLayout(props: EntityContentLayoutProps) {
  const beside = props.cards.filter(({ type }) => type === 'info');
  const below = props.cards.filter(({ type }) => type !== 'info');
  return (
    <SharedServer>
      <Warnings />
      <div className={styles.layout}>
        <div className={styles.first}>
          <EntityOverview />
        </div>
        <div className={styles.beside}>
          <Each cards={beside} />
        </div>
        <div className={styles.below}>
          <Each cards={below} />
        </div>
      </div>
    </SharedServer>
  );
}

function Each(props: { cards: Cards }) {
  return (
    <>
      {props.cards.map(({ element }, index) => (
        <Fragment key={element.key ?? index}>{element}</Fragment>
      ))}
    </>
  );
}

/** What the catalog itself warns of, as its own layout does. */
function Warnings() {
  return (
    <div className={styles.warnings}>
      <EntitySwitch>
        <EntitySwitch.Case if={isOrphan}>
          <EntityOrphanWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasRelationWarnings}>
          <EntityRelationWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasCatalogProcessingErrors}>
          <EntityProcessingErrorsPanel />
        </EntitySwitch.Case>
      </EntitySwitch>
    </div>
  );
}
