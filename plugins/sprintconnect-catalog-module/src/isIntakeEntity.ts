import {
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import { LOCATION_TYPE } from './toEntity';

const ANNOTATION_ORPHAN = 'backstage.io/orphan';

/**
 * Whether an entity is to become a server: an `API` of type `mcp-server` that came from anywhere but our own
 * provider (no echo) and that something in the catalog still stands behind (no orphan). Pure.
 */
export function isIntakeEntity(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  return (
    entity.kind.toLowerCase() === 'api' &&
    entity.spec?.type === 'mcp-server' &&
    annotations[ANNOTATION_ORPHAN] !== 'true' &&
    !annotations[ANNOTATION_ORIGIN_LOCATION]?.startsWith(`${LOCATION_TYPE}:`)
  );
}
