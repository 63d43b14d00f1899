import { createHash } from 'node:crypto';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { isIntakeEntity } from './isIntakeEntity';

/**
 * Notices that an mcp-server entity is new or different, and says so; nothing else. It asks nobody and
 * changes nothing: a processor that waits for a network delays every entity of the catalog.
 */
export class ServerChangeProcessor implements CatalogProcessor {
  readonly #seen = new Map<string, string>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  getProcessorName(): string {
    return 'SprintConnectServerChangeProcessor';
  }

  async postProcessEntity(entity: Entity): Promise<Entity> {
    if (isIntakeEntity(entity)) {
      const { metadata, spec } = entity;
      const digest = createHash('sha256')
        .update(JSON.stringify({ metadata, spec }))
        .digest('base64');
      const ref = stringifyEntityRef(entity);
      if (this.#seen.get(ref) !== digest) {
        this.#seen.set(ref, digest);
        this.#onChange();
      }
    }
    return entity;
  }
}
