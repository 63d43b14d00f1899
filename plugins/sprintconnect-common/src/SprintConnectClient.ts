import { path } from './address';
import { type AuditClient, createAuditClient } from './AuditClient';
import { type CallsClient, createCallsClient } from './CallsClient';
import { type Capability, capabilitySchema } from './capabilities';
import { createEgressClient, type EgressClient } from './EgressClient';
import {
  createConnectionsClient,
  type ConnectionsClient,
} from './ConnectionsClient';
import {
  createCredentialsClient,
  type CredentialsClient,
} from './CredentialsClient';
import { createEventsClient, type EventsClient } from './EventsClient';
import { createHealthClient, type HealthClient } from './HealthClient';
import { createKeysClient, type KeysClient } from './KeysClient';
import { eachItem, itemSchema } from './listing';
import { type Accepted, type Job, acceptedSchema, jobSchema } from './jobs';
import { type Me, meSchema } from './me';
import { type Page, pageSchema } from './page';
import { Rest } from './Rest';
import { createRolesClient, type RolesClient } from './RolesClient';
import { createSecretsClient, type SecretsClient } from './SecretsClient';
import { createSearchClient, type SearchClient } from './SearchClient';
import type { AcknowledgeDrift } from './drift';
import {
  serverSchema,
  type CatalogServer,
  type RegisterServer,
  type Server,
  type UpdateServer,
} from './servers';
import {
  type ServerFacets,
  serverFacetsSchema,
  type ServerPage,
  serverPageSchema,
} from './serverQueries';
import {
  type ServerTest,
  type TestServer,
  serverTestSchema,
} from './serverTest';
import {
  type Snapshot,
  type SnapshotDiff,
  type SnapshotSummary,
  snapshotDiffSchema,
  snapshotSchema,
  snapshotSummarySchema,
} from './snapshots';
import type {
  CallOptions,
  ListCapabilitiesOptions,
  ListOptions,
  ListServersOptions,
  ServerFilterOptions,
  SprintConnectClientOptions,
  WriteOptions,
} from './SprintConnectClientOptions';

/**
 * The one client of the REST contract. Every method throws {@link SprintConnectError} with the problem that
 * was answered, and checks what it receives against the schemas of this package.
 *
 * @public
 */
export class SprintConnectClient {
  /** What happens, as it happens. */
  readonly events: EventsClient;
  /** Whether servers work, and did. */
  readonly health: HealthClient;
  /** Finding capabilities, whichever server offers them. */
  readonly search: SearchClient;
  /** Credentials that are presented to servers. */
  readonly credentials: CredentialsClient;
  /** The caller's own accounts on servers. */
  readonly connections: ConnectionsClient;
  /** API keys. */
  readonly keys: KeysClient;
  /** How secrets are kept. */
  readonly secrets: SecretsClient;
  /** Who has which role. */
  readonly roles: RolesClient;
  /** Who did what. */
  readonly audit: AuditClient;
  /** Who used what. */
  readonly calls: CallsClient;
  /** Where servers may be. */
  readonly egress: EgressClient;
  readonly #rest: Rest;

  constructor(options: SprintConnectClientOptions) {
    this.#rest = new Rest(options);
    this.events = createEventsClient(this.#rest);
    this.health = createHealthClient(this.#rest);
    this.audit = createAuditClient(this.#rest);
    this.calls = createCallsClient(this.#rest);
    this.egress = createEgressClient(this.#rest);
    this.search = createSearchClient(this.#rest);
    this.credentials = createCredentialsClient(this.#rest);
    this.connections = createConnectionsClient(this.#rest);
    this.keys = createKeysClient(this.#rest);
    this.secrets = createSecretsClient(this.#rest);
    this.roles = createRolesClient(this.#rest);
  }

  /** `GET /v1/servers`: servers without their instructions, unless `fields` names them. */
  async listServers<F extends keyof Server = keyof Server>(
    query: ListServersOptions<F> = {},
    options: CallOptions = {},
  ): Promise<ServerPage<Pick<Server, F>>> {
    const item = itemSchema(serverSchema, query.fields);
    return this.#rest.read(`/v1/servers`, serverPageSchema(item), {
      query,
      ...options,
    });
  }

  /** Every server that matches, page after page. */
  allServers<F extends keyof Server = keyof Server>(
    query: Omit<ListServersOptions<F>, 'cursor'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<Pick<Server, F>, void> {
    return eachItem(cursor =>
      this.listServers<F>(
        { ...query, cursor } as ListServersOptions<F>,
        options,
      ),
    );
  }

  /** `GET /v1/servers/facets` */
  async facets(
    query: ServerFilterOptions = {},
    options: CallOptions = {},
  ): Promise<ServerFacets> {
    return this.#rest.read('/v1/servers/facets', serverFacetsSchema, {
      query,
      ...options,
    });
  }

  /** `GET /v1/servers/{id}` */
  async getServer(id: string, options: CallOptions = {}): Promise<Server> {
    return this.#rest.read(serverPath(id), serverSchema, options);
  }

  /** `GET /v1/servers/by-name/{environment}/{name}` */
  async getServerByName(
    server: { environment: string; name: string },
    options: CallOptions = {},
  ): Promise<Server> {
    const { environment, name } = server;
    return this.#rest.read(
      path`/v1/servers/by-name/${environment}/${name}`,
      serverSchema,
      options,
    );
  }

  /** `POST /v1/servers`: registers a server and queues its discovery. */
  async registerServer(
    body: RegisterServer,
    options: WriteOptions = {},
  ): Promise<Server> {
    return this.#rest.read('/v1/servers', serverSchema, {
      ...options,
      method: 'POST',
      body,
    });
  }

  /**
   * `POST /v1/servers/test`: connects to remotes and says what they offer. Registers nothing; `remotes` is enough. Takes up to
   * 30 s.
   */
  async testServer(
    body: TestServer,
    options: CallOptions = {},
  ): Promise<ServerTest> {
    return this.#rest.read('/v1/servers/test', serverTestSchema, {
      ...options,
      method: 'POST',
      body,
    });
  }

  /**
   * `PATCH /v1/servers/{id}`: an absent field stays, `null` clears it. `revision` is that of the server the
   * change was made from; a server that changed since answers 412.
   */
  async updateServer(
    server: { id: string; revision: number },
    body: UpdateServer,
    options: WriteOptions = {},
  ): Promise<Server> {
    const call = {
      ...options,
      method: 'PATCH',
      body,
      ifMatch: server.revision,
    } as const;
    return this.#rest.read(serverPath(server.id), serverSchema, call);
  }

  /** `DELETE /v1/servers/{id}`: retires a server; its history stays. Repeating it changes nothing. */
  async retireServer(id: string, options: WriteOptions = {}): Promise<void> {
    await this.#rest.send(serverPath(id), { ...options, method: 'DELETE' });
  }

  /** `POST /v1/servers/{id}/discover`: follow the job with {@link SprintConnectClient.getJob}. */
  async discoverServer(
    id: string,
    options: WriteOptions = {},
  ): Promise<Accepted> {
    return this.#rest.read(`${serverPath(id)}/discover`, acceptedSchema, {
      ...options,
      method: 'POST',
    });
  }

  /** `POST /v1/servers/{id}/drift/acknowledge`: somebody has looked at the changes up to this version. */
  async acknowledgeDrift(
    id: string,
    body: AcknowledgeDrift,
    options: WriteOptions = {},
  ): Promise<Server> {
    return this.#rest.read(
      `${serverPath(id)}/drift/acknowledge`,
      serverSchema,
      { ...options, method: 'POST', body },
    );
  }

  /** `GET /v1/servers/{id}/capabilities` */
  async listCapabilities<F extends keyof Capability = keyof Capability>(
    id: string,
    query: ListCapabilitiesOptions<F> = {},
    options: CallOptions = {},
  ): Promise<Page<Pick<Capability, F>>> {
    const item = itemSchema(capabilitySchema, query.fields);
    return this.#rest.read(`${serverPath(id)}/capabilities`, pageSchema(item), {
      query,
      ...options,
    });
  }

  /** Every capability that matches, page after page. */
  allCapabilities<F extends keyof Capability = keyof Capability>(
    id: string,
    query: Omit<ListCapabilitiesOptions<F>, 'cursor'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<Pick<Capability, F>, void> {
    return eachItem(cursor =>
      this.listCapabilities<F>(id, { ...query, cursor }, options),
    );
  }

  /** `GET /v1/servers/{id}/snapshots`, newest first. */
  async listSnapshots<F extends keyof SnapshotSummary = keyof SnapshotSummary>(
    id: string,
    query: ListOptions<F> = {},
    options: CallOptions = {},
  ): Promise<Page<Pick<SnapshotSummary, F>>> {
    const item = itemSchema(snapshotSummarySchema, query.fields);
    return this.#rest.read(`${serverPath(id)}/snapshots`, pageSchema(item), {
      query,
      ...options,
    });
  }

  /** Every snapshot of a server, page after page, newest first. */
  allSnapshots(
    id: string,
    options: CallOptions = {},
  ): AsyncGenerator<SnapshotSummary, void> {
    return eachItem(cursor => this.listSnapshots(id, { cursor }, options));
  }

  /** `GET /v1/servers/{id}/snapshots/{version}` */
  async getSnapshot(
    id: string,
    version: number,
    options: CallOptions = {},
  ): Promise<Snapshot> {
    return this.#rest.read(
      `${serverPath(id)}/snapshots/${version}`,
      snapshotSchema,
      options,
    );
  }

  /** `GET /v1/servers/{id}/snapshots/{from}/diff/{to}` */
  async diffSnapshots(
    id: string,
    versions: { from: number; to: number },
    options: CallOptions = {},
  ): Promise<SnapshotDiff> {
    const { from, to } = versions;
    return this.#rest.read(
      `${serverPath(id)}/snapshots/${from}/diff/${to}`,
      snapshotDiffSchema,
      options,
    );
  }

  /** `GET /v1/jobs/{id}` */
  async getJob(id: string, options: CallOptions = {}): Promise<Job> {
    return this.#rest.read(path`/v1/jobs/${id}`, jobSchema, options);
  }

  /** `GET /v1/me` */
  async me(options: CallOptions = {}): Promise<Me> {
    return this.#rest.read('/v1/me', meSchema, options);
  }

  /**
   * `PUT /v1/catalog/entities/{namespace}/{name}`: what the catalog says of a server. For service principals
   * only. Repeating it changes nothing.
   */
  async putCatalogEntity(
    entity: { namespace: string; name: string },
    body: CatalogServer,
    options: CallOptions = {},
  ): Promise<Server> {
    return this.#rest.read(entityPath(entity), serverSchema, {
      ...options,
      method: 'PUT',
      body,
    });
  }

  /** `DELETE /v1/catalog/entities/{namespace}/{name}`: the entity is gone, so its server is retired. */
  async deleteCatalogEntity(
    entity: { namespace: string; name: string },
    options: CallOptions = {},
  ): Promise<void> {
    await this.#rest.send(entityPath(entity), { ...options, method: 'DELETE' });
  }
}

function serverPath(id: string): string {
  return path`/v1/servers/${id}`;
}

function entityPath(entity: { namespace: string; name: string }): string {
  return path`/v1/catalog/entities/${entity.namespace}/${entity.name}`;
}
