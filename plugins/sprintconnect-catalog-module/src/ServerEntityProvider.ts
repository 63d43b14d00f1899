import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import {
  SPRINTCONNECT_PLUGIN_ID,
  SprintConnectError,
  limits,
  sprintConnectEventSchema,
  type EventType,
  type Server,
  type ServerOrigin,
  type SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Organisations } from './Organisations';
import { SerialQueue } from './SerialQueue';
import { ENTITY_FIELDS, type EntitySource, toEntity } from './toEntity';
import { messageOf, untilDone } from './untilDone';

const PROVIDER = 'sprintconnect';
/** The organisation that everything is of where there is one. */
const SINGLE = 'default';
/** Entities come into being for these; those of origin `catalog` are entities already. */
const ORIGINS: readonly ServerOrigin[] = ['api', 'scaffolder', 'federation'];
const TELLING: readonly EventType[] = [
  'server.registered',
  'server.updated',
  'server.retired',
];

/** A registry for one organisation: its id, where there are several. */
interface Source {
  registry: SprintConnectClient;
  organisation?: string;
}

export interface ServerEntityProviderOptions {
  registry: SprintConnectClient;
  /** Where there are several; `registry` is not asked then. */
  organisations?: Organisations;
  events: EventsService;
  schedule: SchedulerServiceTaskRunner;
  logger: LoggerService;
  defaultOwner: string;
  /** Fires when the backend shuts down. */
  signal: AbortSignal;
}

/**
 * Gives the catalog an entity for each server that was registered outside it.
 *
 * @remarks
 *
 * A change arrives as an event and becomes a delta mutation; a full mutation at start and on schedule
 * repairs whatever was missed. An event only says which server to look at: what is written is what the
 * registry answers now, so events may come twice, late or in any order. When the registry does not answer,
 * the entities stay as they are. Mutations are made one at a time, lest a listing that began before a
 * change be written after it.
 */
export class ServerEntityProvider implements EntityProvider {
  readonly #options: ServerEntityProviderOptions;
  readonly #serial = new SerialQueue();
  #connection?: EntityProviderConnection;
  #catchingUp = false;

  constructor(options: ServerEntityProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return PROVIDER;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    const { events, schedule } = this.#options;
    await events.subscribe({
      id: 'sprintconnect-entity-provider',
      topics: [SPRINTCONNECT_PLUGIN_ID],
      onEvent: event => this.onEvent(event),
    });
    await schedule.run({
      id: 'sprintconnect-entity-provider:reconcile',
      fn: signal => this.reconcile(signal),
    });
    this.#catchUp();
  }

  /** Makes the entities equal to the servers that the registry lists now. Rejects when it does not answer. */
  async reconcile(signal?: AbortSignal): Promise<void> {
    await this.#serial.run(async () => {
      const entities: DeferredEntity[] = [];
      for (const { registry, organisation } of await this.#sources(signal)) {
        const servers = registry.allServers(
          { origin: ORIGINS, limit: limits.pageSize, fields: ENTITY_FIELDS },
          { signal },
        );
        for await (const server of servers) {
          if (!isProvided(server)) continue;
          entities.push(this.#deferred(server, organisation));
        }
      }
      await this.#connected().applyMutation({ type: 'full', entities });
      this.#options.logger.debug(`Provided ${entities.length} MCP servers`);
    });
  }

  /** Never rejects: what an event could not do, a reconciliation soon after does. */
  async onEvent(event: EventParams): Promise<void> {
    const read = sprintConnectEventSchema.safeParse(event.eventPayload);
    if (!read.success || !TELLING.includes(read.data.type)) return;
    const { serverId, type, orgId } = read.data;
    const { organisations } = this.#options;
    if (!serverId || (!organisations && orgId !== SINGLE)) return;
    try {
      await this.#serial.run(() =>
        this.#show(serverId, organisations && orgId),
      );
    } catch (error) {
      if (this.#options.signal.aborted) return;
      this.#options.logger.warn(
        `Event ${type} of server ${serverId} didn't reach the catalog; comparing all servers: ${messageOf(error)}`,
      );
      this.#catchUp();
    }
  }

  /** The registry of each organisation, or of the only one. */
  async #sources(signal?: AbortSignal): Promise<Source[]> {
    const { organisations, registry } = this.#options;
    if (!organisations) return [{ registry }];
    const sources: Source[] = [];
    for (const ref of await organisations.list()) {
      const each = organisations.registryOf(ref);
      const { id } = await each.roles.organization({ signal });
      sources.push({ registry: each, organisation: id });
    }
    return sources;
  }

  async #show(serverId: string, organisation?: string): Promise<void> {
    const { organisations, signal } = this.#options;
    const registry =
      organisation !== undefined && organisations
        ? organisations.registryOf(organisation)
        : this.#options.registry;
    const source = { registry, organisation };
    const server = await registry.getServer(serverId, { signal });
    if (isProvided(server)) {
      await this.#apply([server], [], organisation);
      return;
    }
    if (server.status !== 'retired' || !ORIGINS.includes(server.origin)) return;
    // Its name may have a new bearer by now, which then is what the entity stands for.
    const bearer = await this.#bearerOf(source, server);
    if (bearer && isProvided(bearer))
      await this.#apply([bearer], [], organisation);
    else await this.#apply([], [server], organisation);
  }

  async #bearerOf(
    { registry }: Source,
    server: Server,
  ): Promise<Server | undefined> {
    const { signal } = this.#options;
    try {
      return await registry.getServerByName(server, { signal });
    } catch (error) {
      if (error instanceof SprintConnectError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async #apply(
    added: EntitySource[],
    removed: EntitySource[],
    organisation?: string,
  ): Promise<void> {
    await this.#connected().applyMutation({
      type: 'delta',
      added: added.map(server => this.#deferred(server, organisation)),
      removed: removed.map(server => ({
        entityRef: stringifyEntityRef(
          this.#deferred(server, organisation).entity,
        ),
        locationKey: PROVIDER,
      })),
    });
  }

  #deferred(server: EntitySource, organisation?: string): DeferredEntity {
    const { defaultOwner } = this.#options;
    return {
      entity: toEntity(server, { defaultOwner, organisation }),
      locationKey: PROVIDER,
    };
  }

  #connected(): EntityProviderConnection {
    if (!this.#connection) {
      throw new Error("The entity provider isn't connected to the catalog");
    }
    return this.#connection;
  }

  #catchUp(): void {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    const { logger, signal } = this.#options;
    void untilDone(each => this.reconcile(each), {
      what: 'Providing MCP servers to the catalog',
      logger,
      signal,
    }).finally(() => {
      this.#catchingUp = false;
    });
  }
}

function isProvided(server: EntitySource): boolean {
  return server.status !== 'retired' && ORIGINS.includes(server.origin);
}
