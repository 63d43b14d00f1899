import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { ButtonLink } from '@backstage/ui';
import { useMessages } from '../translation';

/** Leads to the page of an entity, where the catalog is installed. */
export function EntityButton(props: { entityRef: string }) {
  const { t } = useMessages();
  const entityPath = useRouteRef(entityRouteRef);
  if (!entityPath) return null;
  return (
    <ButtonLink
      variant="secondary"
      href={entityPath(parseEntityRef(props.entityRef))}
    >
      {t('scaffolder.output.openEntity')}
    </ButtonLink>
  );
}
