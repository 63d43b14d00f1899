import { type Entity, parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Panel } from '../../ui';
import styles from './LinksPanel.module.css';
import { hasTechDocs, linksOf } from './linksOf';

/** Where the TechDocs of an entity stand on its page, unless the host has moved them. */
const DOCS_TAB = 'docs';

/**
 * Repository, website and documentation of a server, as its entity has them. Nothing without any, and nothing where the
 * catalog does not answer: the page is about the server.
 */
export function LinksPanel(props: {
  server: Pick<Server, 'entityRef'>;
  entity?: Entity;
}) {
  const { server, entity } = props;
  const { entityRef } = server;
  const { t } = useMessages();
  const entityPath = useRouteRef(entityRouteRef);
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
