import {
  ANNOTATION_EDIT_URL,
  ANNOTATION_VIEW_URL,
  parseEntityRef,
} from '@backstage/catalog-model';
import { useApiHolder, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { Alert, ButtonLink } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useLoad } from '../../ui';
import styles from './CatalogNotice.module.css';

/** What the entity of a server owns of it, and where that is changed. */
export function CatalogNotice(props: { server: Server }) {
  const { entityRef } = props.server;
  const { t } = useMessages();
  const entityPath = useRouteRef(entityRouteRef);
  const source = useSource(entityRef);
  return (
    <div className={styles.notice}>
      <Alert
        icon
        status="info"
        title={t('edit.catalog.title')}
        description={t('edit.catalog.text')}
        customActions={
          <>
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
          </>
        }
      />
    </div>
  );
}

/** Where the file of the entity is edited, or else read, as far as the catalog says so. */
function useSource(entityRef: string): string | undefined {
  const catalog = useApiHolder().get(catalogApiRef);
  const { value: entity } = useLoad(entityRef, async () =>
    catalog?.getEntityByRef(entityRef),
  );
  const annotations = entity?.metadata.annotations ?? {};
  return annotations[ANNOTATION_EDIT_URL] ?? annotations[ANNOTATION_VIEW_URL];
}
