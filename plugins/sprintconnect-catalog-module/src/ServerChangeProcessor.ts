import { createHash } from 'node:crypto';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { secretsOf } from '@sprintconnect/plugin-sprintconnect-common';
import { isIntakeEntity } from './isIntakeEntity';

/**
 * Notices that an mcp-server entity is new or different, and says so. Refuses one whose addresses carry a secret, before
 * the catalog shows it to anybody. It asks nobody and changes nothing: a processor that waits for a network delays
 * every entity of the catalog.
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

  /** @throws Error that names each secret by its place; the catalog then keeps what it knew of the entity before. */
  async postProcessEntity(entity: Entity): Promise<Entity> {
    if (isIntakeEntity(entity)) {
      const secrets = secretsOf(entity);
      if (secrets.length > 0) {
        throw new Error(
          secrets.map(({ path, message }) => `${path} ${message}`).join('; '),
        );
      }
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
