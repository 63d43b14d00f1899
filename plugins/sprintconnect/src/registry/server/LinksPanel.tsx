import { parseEntityRef } from '@backstage/catalog-model';
import { useApiHolder, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Panel, useLoad } from '../../ui';
import styles from './LinksPanel.module.css';
import { hasTechDocs, linksOf } from './linksOf';

/** Where the TechDocs of an entity stand on its page, unless the host has moved them. */
const DOCS_TAB = 'docs';

/**
 * Repository, website and documentation of a server, as its entity has them. Nothing without any, and nothing where the
 * catalog does not answer: the page is about the server.
 */
export function LinksPanel(props: { server: Pick<Server, 'entityRef'> }) {
  const { entityRef } = props.server;
  const { t } = useMessages();
  const catalog = useApiHolder().get(catalogApiRef);
  const entityPath = useRouteRef(entityRouteRef);
  const { value: entity } = useLoad(entityRef, async () => {
    // Asked for as one of many, an entity that is not there yet is no error in the browser's log.
    const found = await catalog?.getEntitiesByRefs({ entityRefs: [entityRef] });
    return found?.items[0] ?? null;
  });
  if (!entity) return null;
  const links = linksOf(entity);
  const docs = hasTechDocs(entity) && entityPath;
  if (links.length === 0 && !docs) return null;
  return (
    <Panel title={t('server.links.title')}>
      <ul className={styles.links}>
        {links.map(({ kind, url, title }) => (
          <li key={url}>
            <Link href={url} target="_blank" rel="noopener noreferrer">
              {kind === 'other' ? title : t(`server.links.${kind}`)}
            </Link>
          </li>
        ))}
        {docs && (
          <li>
            <Link href={`${docs(parseEntityRef(entityRef))}/${DOCS_TAB}`}>
              {t('server.links.docs')}
            </Link>
          </li>
        )}
      </ul>
    </Panel>
  );
}
