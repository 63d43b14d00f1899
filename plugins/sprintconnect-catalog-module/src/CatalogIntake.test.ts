import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  SprintConnectError,
  type CatalogServer,
  type SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { aServer } from './__testUtils__/aServer';
import { eventually } from './__testUtils__/eventually';
import { CatalogIntake } from './CatalogIntake';
import { EntityVerdicts } from './EntityVerdicts';
import type { ListedServer } from './planIntake';

const MINUTE = 60_000;

function entity(name: string, more: Partial<Entity['metadata']> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name, namespace: 'default', ...more },
    spec: {
      type: 'mcp-server',
      remotes: [{ type: 'sse', url: 'https://a.example/sse' }],
    },
  };
}

/** The intake between a catalog and a registry that say what the test wants. */
function setup(entities: Entity[], servers: ListedServer[] = []) {
  const state = {
    entities,
    total: undefined as number | undefined,
    servers,
    catalogError: undefined as Error | undefined,
    refusal: undefined as SprintConnectError | undefined,
    now: 0,
    writes: [] as string[],
    refreshed: [] as string[],
    onSchedule: async (_signal: AbortSignal): Promise<void> => {},
  };
  const catalog = catalogServiceMock.mock({
    queryEntities: async () => {
      if (state.catalogError) throw state.catalogError;
      return {
        items: state.entities,
        totalItems: state.total ?? state.entities.length,
        pageInfo: {},
      };
    },
    refreshEntity: async ref => {
      state.refreshed.push(ref);
    },
  });
  const registry = {
    async *allServers() {
      yield* state.servers;
    },
    async putCatalogEntity(ref: { name: string }, body: CatalogServer) {
      state.writes.push(`PUT ${ref.name}`);
      if (state.refusal) throw state.refusal;
      const entityRef = `api:default/${ref.name}`;
      // Writes the title its own way, so that the listing never equals what was told.
      const server = aServer({
        ...body,
        title: 'rewritten',
        tags: [],
        entityRef,
        origin: 'catalog',
        revision: 7,
      });
      state.servers = [
        ...state.servers.filter(each => each.entityRef !== entityRef),
        server,
      ];
      return server;
    },
    async deleteCatalogEntity(ref: { name: string }) {
      state.writes.push(`DELETE ${ref.name}`);
    },
  };
  const logger = mockServices.logger.mock();
  const verdicts = new EntityVerdicts({ now: () => state.now });
  const intake = new CatalogIntake({
    catalog,
    auth: mockServices.auth(),
    registry: registry as unknown as SprintConnectClient,
    schedule: {
      run: async task => {
        state.onSchedule = task.fn as typeof state.onSchedule;
      },
    },
    logger,
    verdicts,
    defaultEnvironment: 'development',
    signal: new AbortController().signal,
    now: () => state.now,
  });
  return { state, intake, logger, verdicts };
}

function known(name: string): ListedServer {
  return aServer({ origin: 'catalog', entityRef: `api:default/${name}` });
}

describe('CatalogIntake', () => {
  it('tells once, also where the registry writes things its own way', async () => {
    const { state, intake } = setup([entity('a')]);
    await intake.look({ scheduled: true });
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual(['PUT a']);
  });

  it('leaves alone what our own provider emitted, and orphans', async () => {
    const { state, intake } = setup([
      entity('a', {
        annotations: {
          'backstage.io/managed-by-origin-location': 'sprintconnect:1',
        },
      }),
      entity('b', { annotations: { 'backstage.io/orphan': 'true' } }),
    ]);
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual([]);
  });

  it('retires after two scheduled looks in a row that missed the entity', async () => {
    const { state, intake } = setup([entity('a')]);
    await intake.look({ scheduled: true });
    state.writes.length = 0;

    state.entities = [];
    await intake.look({ scheduled: true });
    await intake.look({ scheduled: false });
    state.entities = [entity('a')];
    await intake.look({ scheduled: true });
    state.entities = [];
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual([]);
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual(['DELETE a']);
  });

  it('retires what it never saw only when the catalog had time to fill', async () => {
    const { state, intake } = setup([], [known('a')]);
    await intake.look({ scheduled: true });
    state.now = 9 * MINUTE;
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual([]);
    state.now = 10 * MINUTE;
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual(['DELETE a']);
  });

  it('retires nothing when the catalog fails or counts more than it lists', async () => {
    const { state, intake } = setup([], [known('a')]);
    state.now = 60 * MINUTE;
    state.total = 1;
    await intake.look({ scheduled: true });
    await intake.look({ scheduled: true });
    state.catalogError = new Error('catalog is away');
    await expect(intake.look({ scheduled: true })).rejects.toThrow(
      'catalog is away',
    );
    await expect(intake.look({ scheduled: true })).rejects.toThrow(
      'catalog is away',
    );
    expect(state.writes).toEqual([]);
  });

  it('keeps the server of an entity that became unusable, and says so once', async () => {
    const broken = entity('a');
    broken.spec = { type: 'mcp-server', remotes: [{ type: 'x', url: 'y' }] };
    const { state, intake, logger } = setup([broken], [known('a')]);
    state.now = 60 * MINUTE;
    for (let i = 0; i < 3; i++) await intake.look({ scheduled: true });
    expect(state.writes).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      'Entity api:default/a can\'t become an MCP server; spec.remotes[0].type "x" isn\'t one of streamable-http, sse, stdio',
    );
  });

  it('does not press what was refused, until it changes or five minutes pass', async () => {
    const { state, intake, logger } = setup([entity('a'), entity('b')]);
    state.refusal = new SprintConnectError({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'This name is already used',
      instance: '/',
      requestId: 'r',
    });
    await intake.look({ scheduled: true });
    await intake.look({ scheduled: true });
    expect(state.writes).toEqual(['PUT a', 'PUT b']);
    expect(logger.warn).toHaveBeenCalledWith(
      "Entity api:default/a couldn't become an MCP server: This name is already used",
    );

    state.entities = [entity('a', { title: 'Changed' }), entity('b')];
    await intake.look({ scheduled: true });
    expect(state.writes.slice(2)).toEqual(['PUT a']);

    state.refusal = undefined;
    state.now = 5 * MINUTE;
    await intake.look({ scheduled: true });
    expect(state.writes.slice(3)).toEqual(['PUT a', 'PUT b']);
  });

  it('stops at an answer that is no refusal, and goes on at the next look', async () => {
    const { state, intake } = setup([entity('a'), entity('b')]);
    state.refusal = new SprintConnectError({
      type: 'about:blank',
      title: 'Away',
      status: 503,
      detail: 'Away',
      instance: '/',
      requestId: 'r',
    });
    await expect(intake.look({ scheduled: true })).rejects.toThrow('Away');
    expect(state.writes).toEqual(['PUT a']);
    state.refusal = undefined;
    await intake.look({ scheduled: true });
    expect(state.writes.slice(1)).toEqual(['PUT a', 'PUT b']);
  });

  it('says once, and not at each scheduled look, that it cannot look', async () => {
    const { state, intake, logger } = setup([entity('a')]);
    const { signal } = new AbortController();
    await intake.start();
    await eventually(() => expect(state.writes).toContain('PUT a'));
    // The look ends when its writes have.
    await intake.look({ scheduled: false });

    state.catalogError = new Error('away');
    await state.onSchedule(signal);
    await state.onSchedule(signal);
    expect(logger.warn.mock.calls.map(([words]) => words)).toEqual([
      expect.stringContaining('trying again on schedule: away'),
    ]);
    state.catalogError = undefined;
    await state.onSchedule(signal);
    state.catalogError = new Error('away');
    await state.onSchedule(signal);
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it('has an entity processed again when the registry says something else of it, once for each answer', async () => {
    const broken = entity('a', {
      annotations: { 'sprintconnect.io/environment': 'prod' },
    });
    broken.spec = {
      type: 'mcp-server',
      remotes: [
        { type: 'websocket', url: 'wss://a.example' },
        { type: 'sse', url: 'https://a.example/sse' },
      ],
    };
    const { state, intake, verdicts } = setup([broken, entity('b')]);
    state.refusal = new SprintConnectError({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The request has 2 faults; "errors" lists them.',
      errors: [
        { path: 'environment', message: 'is not configured' },
        { path: 'remotes[0].url', message: 'is refused: private address' },
      ],
      instance: '/',
      requestId: 'r',
    });
    await intake.look({ scheduled: true });
    await intake.look({ scheduled: true });
    expect(state.refreshed).toEqual(['api:default/a', 'api:default/b']);
    // Places of the entity, where the first remote could not be used.
    const reasons = [
      'metadata.annotations["sprintconnect.io/environment"] "prod" is not configured',
      'spec.remotes[1].url is refused: private address',
    ];
    expect(verdicts.of('api:default/a')).toEqual({ at: 0, reasons });
    expect(verdicts.of('api:default/b')?.reasons).toEqual([
      'metadata.annotations["sprintconnect.io/environment"] is absent, and sprintconnect.defaultEnvironment is not configured',
      'spec.remotes[0].url is refused: private address',
    ]);

    const shown = { ...broken, status: { items: reasons.map(itemOf) } };
    state.entities = [shown];
    await intake.look({ scheduled: true });
    expect(state.refreshed).toHaveLength(2);

    state.refusal = undefined;
    state.now = 5 * MINUTE;
    await intake.look({ scheduled: true });
    await intake.look({ scheduled: true });
    expect(verdicts.of('api:default/a')?.reasons).toEqual([]);
    expect(state.refreshed.slice(2)).toEqual(['api:default/a']);
  });
});

function itemOf(reason: string) {
  const message = `SprintConnect refused this entity: ${reason}`;
  const code = 'SPRINTCONNECT_REFUSED';
  const error = { name: 'InputError', message, code };
  const type = 'backstage.io/catalog-processing';
  return { type, level: 'error', message, error };
}
