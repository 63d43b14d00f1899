import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
} from '@backstage/catalog-model';
import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { OfferedTemplate } from './offerTemplates';

const NAME = 'sprintconnect-templates';
/** While the backend starts, the scaffolder is not there yet: the first refusals deserve no warning. */
const QUIET_FAILURES = 6;

/**
 * Offers the templates of this package in the catalog, without a location or a rule in the configuration.
 *
 * Their entities are named after the files that they come from, so that the scaffolder finds the skeletons beside them: the catalog and the
 * scaffolder have to run from the same image. While the portal cannot be asked what it has, the catalog keeps what it was told before.
 */
export class TemplateProvider implements EntityProvider {
  readonly #offer: () => Promise<OfferedTemplate[]>;
  readonly #schedule: SchedulerServiceTaskRunner;
  readonly #logger: LoggerService;
  #isWritten = false;
  #failures = 0;

  constructor(options: {
    offer: () => Promise<OfferedTemplate[]>;
    schedule: SchedulerServiceTaskRunner;
    logger: LoggerService;
  }) {
    this.#offer = options.offer;
    this.#schedule = options.schedule;
    this.#logger = options.logger;
  }

  getProviderName(): string {
    return NAME;
  }

  /** Never rejects, since the catalog would not start. */
  async connect(connection: EntityProviderConnection): Promise<void> {
    try {
      await this.#schedule.run({
        id: NAME,
        fn: () => this.#write(connection),
      });
    } catch (error) {
      this.#logger.error(
        "The templates of MCP servers can't be offered",
        error as Error,
      );
    }
  }

  async #write(connection: EntityProviderConnection): Promise<void> {
    // What it depends on is the same until the next start.
    if (this.#isWritten) return;
    try {
      const templates = await this.#offer();
      await connection.applyMutation({
        type: 'full',
        entities: templates.map(({ entity, file }) => ({
          locationKey: NAME,
          entity: {
            ...entity,
            metadata: {
              ...entity.metadata,
              annotations: {
                ...entity.metadata.annotations,
                [ANNOTATION_LOCATION]: `file:${file}`,
                [ANNOTATION_ORIGIN_LOCATION]: `file:${file}`,
              },
            },
          },
        })),
      });
      this.#isWritten = true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const words = `The templates of MCP servers stay as they are in the catalog, because the scaffolder can't be asked which actions it has; trying again soon: ${reason}`;
      this.#failures += 1;
      if (this.#failures <= QUIET_FAILURES) this.#logger.debug(words);
      else this.#logger.warn(words);
    }
  }
}
