import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { EntityName } from './EntityName';
import { Explained } from './Explained';

/** A catalog entity as the catalog shows it, leading to its page where the catalog is installed. */
export function EntityLink(props: { entityRef: string; defaultKind: string }) {
  const { entityRef, defaultKind } = props;
  const entityPath = useRouteRef(entityRouteRef);
  const name = <EntityName entityRef={entityRef} defaultKind={defaultKind} />;
  if (!entityPath) return <Explained tip={entityRef}>{name}</Explained>;
  const {
    kind,
    namespace,
    name: ofEntity,
  } = parseEntityRef(entityRef, {
    defaultKind,
  });
  const href = entityPath({
    kind: kind.toLowerCase(),
    namespace: namespace.toLowerCase(),
    name: ofEntity,
  });
  return <Link href={href}>{name}</Link>;
}
