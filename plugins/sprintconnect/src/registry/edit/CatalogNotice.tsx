import {
  ANNOTATION_EDIT_URL,
  ANNOTATION_VIEW_URL,
  type Entity,
  parseEntityRef,
} from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Alert, ButtonLink } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useCatalogEntity } from '../catalog/useCatalogEntity';
import styles from './CatalogNotice.module.css';

/** What the entity of a server owns of it, and where that is changed. */
export function CatalogNotice(props: { server: Server }) {
  const { entityRef } = props.server;
  const { t } = useMessages();
  const entityPath = useRouteRef(entityRouteRef);
  const source = sourceOf(useCatalogEntity(entityRef));
  return (
    <div className={styles.notice}>
      <Alert
        icon
        status="info"
        title={t('edit.catalog.title')}
        description={
          // Below the text: beside it two of them leave it no room on a phone.
          <>
            {t('edit.catalog.text')}
            <div className={styles.actions}>
              {entityPath && (
                <ButtonLink
                  variant="secondary"
                  href={entityPath(parseEntityRef(entityRef))}
                >
                  {t('edit.catalog.entity')}
                </ButtonLink>
              )}
              {source && (
                <ButtonLink variant="secondary" href={source} target="_blank">
                  {t('edit.catalog.source')}
                </ButtonLink>
              )}
            </div>
          </>
        }
      />
    </div>
  );
}

/** Where the file of an entity is edited, or else read, as far as the catalog says so. */
function sourceOf(entity: Entity | undefined): string | undefined {
  const annotations = entity?.metadata.annotations ?? {};
  return annotations[ANNOTATION_EDIT_URL] ?? annotations[ANNOTATION_VIEW_URL];
}
