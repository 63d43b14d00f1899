import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { entityLabel } from './entityLabel';

/** The name of a catalog entity, leading to its page where the catalog is installed. */
export function EntityLink(props: { entityRef: string; defaultKind: string }) {
  const entityPath = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(props.entityRef, {
    defaultKind: props.defaultKind,
  });
  const label = entityLabel(props.entityRef, props.defaultKind);
  if (!entityPath) return <span title={props.entityRef}>{label}</span>;
  const href = entityPath({
    kind: kind.toLowerCase(),
    namespace: namespace.toLowerCase(),
    name,
  });
  return (
    <Link href={href} title={props.entityRef}>
      {label}
    </Link>
  );
}
