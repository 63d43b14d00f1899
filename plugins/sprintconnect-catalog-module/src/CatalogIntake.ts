import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  limits,
  fromEntity,
  type CatalogServer,
  type SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { createNotice } from './createNotice';
import { createShowVerdicts } from './createShowVerdicts';
import { EntityReports } from './EntityReports';
import type { EntityVerdicts } from './EntityVerdicts';
import { isIntakeEntity } from './isIntakeEntity';
import { isRefusal } from './isRefusal';
import { homesOfServers, type Organisations } from './Organisations';
import {
  LISTED_FIELDS,
  planIntake,
  wordingOf,
  type ListedServer,
} from './planIntake';
import { readServerEntities } from './readServerEntities';
import { reasonsOf } from './reasonsOf';
import { SerialQueue } from './SerialQueue';
import { messageOf, untilDone } from './untilDone';

/** How long a catalog that started empty may take to fill before an entity it never showed counts as gone. */
const FILLING_MS = 10 * 60_000;

export interface CatalogIntakeOptions {
  catalog: CatalogService;
  auth: AuthService;
  registry: SprintConnectClient;
  /** Where there are several; `registry` is not asked then. */
  organisations?: Organisations;
  schedule: SchedulerServiceTaskRunner;
  logger: LoggerService;
  /** Are told what the registry says of each entity. */
  verdicts: EntityVerdicts;
  defaultEnvironment: string;
  /** Fires when the backend shuts down. */
  signal: AbortSignal;
  /** Milliseconds since the epoch. Default: the system's. */
  now?: () => number;
}

/**
 * Tells the registry of the mcp-server entities of the catalog.
 *
 * @remarks
 *
 * It holds nothing that must survive: each look compares the catalog with the registry's own list, so a
 * restart costs two listings, an unchanged entity no request (one, where somebody chose an interval that it does
 * not name), and a registry that lost its data gets it again. A server is retired only when two scheduled looks in a row, each complete and without any error,
 * found no entity for it; and where this process never saw the entity, only ten minutes after its start,
 * because a catalog with a new database begins empty and its providers take their time.
 */
export class CatalogIntake {
  readonly #options: CatalogIntakeOptions;
  readonly #serial = new SerialQueue();
  /** What the registry was told last and the revision that came of it, where it writes things its own way. */
  readonly #told = new Map<string, { wording: string; revision: number }>();
  readonly #showVerdicts: ReturnType<typeof createShowVerdicts>;
  readonly #reports: EntityReports;
  readonly #seen = new Set<string>();
  /** By the id of a server that the last look listed, the registry of its organisation. */
  readonly #registries = new Map<string, SprintConnectClient>();
  readonly #now: () => number;
  readonly #startedAt: number;
  #missing = new Set<string>();
  #looked = false;
  #trouble?: string;

  constructor(options: CatalogIntakeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#startedAt = this.#now();
    this.#reports = new EntityReports(options.logger);
    this.#showVerdicts = createShowVerdicts(options);
    this.notice = createNotice({
      look: () =>
        this.look({ scheduled: false, signal: options.signal }).catch(error =>
          options.logger.debug(
            `Couldn't read the catalog; trying again on schedule: ${messageOf(error)}`,
          ),
        ),
      signal: options.signal,
    });
  }

  /** Starts looking: until the first look succeeds, then on schedule. */
  async start(): Promise<void> {
    const { schedule, logger, signal } = this.#options;
    await schedule.run({
      id: 'sprintconnect-catalog-intake',
      fn: each => this.#lookOnSchedule(each),
    });
    const firstLook = async (each: AbortSignal) => {
      await this.look({ scheduled: false, signal: each });
      this.#looked = true;
    };
    void untilDone(firstLook, {
      what: 'Taking MCP servers in from the catalog',
      logger,
      signal,
    });
  }

  /** Leaves the beginning to the first look, and says once what is wrong instead of at each look. */
  async #lookOnSchedule(signal: AbortSignal): Promise<void> {
    if (!this.#looked) return;
    try {
      await this.look({ scheduled: true, signal });
      this.#trouble = undefined;
    } catch (error) {
      const words = messageOf(error);
      const stopping = signal.aborted || this.#options.signal.aborted;
      if (stopping || words === this.#trouble) return;
      this.#trouble = words;
      this.#options.logger.warn(
        `Couldn't compare the catalog's MCP servers with the registry; trying again on schedule: ${words}`,
      );
    }
  }

  /** Something about an entity changed: looks after a second, and once more when it has become quiet. */
  readonly notice: () => void;

  /**
   * Compares both sides once and tells the registry what differs. Rejects, with nothing retired, when the
   * catalog or the registry does not answer.
   */
  async look(options: {
    scheduled: boolean;
    signal?: AbortSignal;
  }): Promise<void> {
    await this.#serial.run(async () => {
      const { entities, complete } = await readServerEntities(
        this.#options.catalog,
        this.#options.auth,
      );
      const present = new Map<string, Entity>();
      const wanted = new Map<string, CatalogServer>();
      for (const entity of entities.filter(isIntakeEntity)) {
        const ref = stringifyEntityRef(entity);
        const result = fromEntity(entity, this.#options);
        present.set(ref, entity);
        this.#seen.add(ref);
        if ('server' in result) wanted.set(ref, result.server);
        this.#reports.report(ref, result);
      }
      const servers = await this.#listServers(options.signal);
      const homes = await homesOfServers(
        this.#options.organisations,
        wanted,
        options,
      );
      const plan = planIntake({ wanted, present, servers, homes });
      await this.#leave(plan.leave, options.signal);
      const staying = servers.filter(each => !plan.leave.includes(each));
      for (const ref of plan.put) {
        options.signal?.throwIfAborted();
        const listed = staying.find(server => server.entityRef === ref);
        await this.#put(present.get(ref)!, wanted.get(ref)!, listed);
      }
      const asked = new Set(plan.put);
      for (const ref of wanted.keys()) {
        if (!asked.has(ref)) this.#options.verdicts.accept(ref);
      }
      await this.#showVerdicts([...present.values()]);
      if (options.scheduled && complete) {
        await this.#retire(plan.gone, servers, options.signal);
      }
    });
  }

  /** Of every organisation, each with the registry that listed it. */
  async #listServers(signal?: AbortSignal): Promise<ListedServer[]> {
    const { organisations, registry } = this.#options;
    const registries = organisations
      ? (await organisations.list()).map(organisations.registryOf)
      : [registry];
    const servers: ListedServer[] = [];
    this.#registries.clear();
    for (const each of registries) {
      const pages = each.allServers(
        { origin: 'catalog', limit: limits.pageSize, fields: LISTED_FIELDS },
        { signal },
      );
      for await (const server of pages) {
        this.#registries.set(server.id, each);
        servers.push(server);
      }
    }
    return servers;
  }

  /** The one of the organisation that the owner is of, which the registry finds out. */
  #registryFor({ owner }: CatalogServer): SprintConnectClient {
    const { organisations, registry } = this.#options;
    return organisations && owner ? organisations.registryOf(owner) : registry;
  }

  async #put(
    entity: Entity,
    server: CatalogServer,
    listed: ListedServer | undefined,
  ): Promise<void> {
    const { logger, organisations, signal, verdicts } = this.#options;
    const ref = stringifyEntityRef(entity);
    const wording = wordingOf(server);
    const told = this.#told.get(ref);
    if (told?.wording === wording && told.revision === listed?.revision) {
      verdicts.accept(ref);
      return;
    }
    if (verdicts.isRefused(ref, wording)) return;
    try {
      const { revision } = await this.#registryFor(server).putCatalogEntity(
        entityOf(ref),
        server,
        { signal },
      );
      this.#told.set(ref, { wording, revision });
      verdicts.accept(ref);
      logger.info(`Entity ${ref} is MCP server ${server.name}`);
    } catch (error) {
      if (!isRefusal(error, { hasOrganisations: Boolean(organisations) })) {
        throw error;
      }
      const reasons = reasonsOf(error.problem, entity);
      verdicts.refuse(ref, { wording, reasons });
      const living = listed && listed.status !== 'retired';
      logger.warn(
        `Entity ${ref} couldn't ${living ? 'change its' : 'become an'} MCP server: ${reasons.join('; ')}`,
      );
    }
  }

  /**
   * Retires what is in an organisation that the owner of its entity has left: before it begins in the other one, so that
   * no two show the same entity.
   */
  async #leave(servers: ListedServer[], signal?: AbortSignal): Promise<void> {
    for (const { id, entityRef } of servers) {
      signal?.throwIfAborted();
      const registry = this.#registries.get(id);
      await registry?.deleteCatalogEntity(entityOf(entityRef), { signal });
      this.#told.delete(entityRef);
      this.#options.verdicts.forget(entityRef);
      this.#options.logger.info(
        `Entity ${entityRef} moved to its owner's organisation; its MCP server in the previous organisation is retired`,
      );
    }
  }

  async #retire(
    gone: string[],
    servers: ListedServer[],
    signal?: AbortSignal,
  ): Promise<void> {
    const missingBefore = this.#missing;
    this.#missing = new Set(gone);
    const filled = this.#now() - this.#startedAt >= FILLING_MS;
    for (const ref of gone) {
      if (!missingBefore.has(ref) || !(filled || this.#seen.has(ref))) continue;
      signal?.throwIfAborted();
      const living = servers.filter(
        each => each.entityRef === ref && each.status !== 'retired',
      );
      for (const { id } of living) {
        const registry = this.#registries.get(id);
        await registry?.deleteCatalogEntity(entityOf(ref), { signal });
      }
      this.#told.delete(ref);
      this.#seen.delete(ref);
      this.#options.verdicts.forget(ref);
      this.#options.logger.info(
        `Entity ${ref} left the catalog, or its owner left every organisation; its MCP server is retired`,
      );
    }
  }
}

function entityOf(ref: string): { namespace: string; name: string } {
  const { namespace, name } = parseEntityRef(ref, {
    defaultNamespace: DEFAULT_NAMESPACE,
  });
  return { namespace, name };
}
