import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Authorizer,
  ConnectionLinks,
  Database,
  EventLog,
  OpenGate,
  SliceWith,
} from '../ports';
import type { Idempotency } from '../http';
import { CLIENT, type Upstream } from '../upstream';
import { createSchemaJudge } from './arguments/createSchemaJudge';
import type { ListenSettings } from './changes/ListenSettings';
import type { ConnectionSettings } from './connections/ConnectionSettings';
import type { ConnectionPoolDeps } from './connections/ConnectionPoolDeps';
import { createConnectionPool } from './connections/createConnectionPool';
import { createInputs } from './inputs/createInputs';
import { type CallLogOptions, createCallLog } from './log/createCallLog';
import { createMcpDoor } from './mcp/createMcpDoor';
import { CalledServerStore } from './pipeline/CalledServerStore';
import { createPipeline } from './pipeline/createPipeline';
import type { Gateway } from './pipeline/Gateway';
import type { PipelineSettings } from './pipeline/PipelineSettings';
import { createCallRouter } from './rest/createCallRouter';
import { createWatching } from './watches/createWatching';

export interface GatewayOptions extends Omit<CallLogOptions, 'settings'> {
  database: Database;
  eventLog: EventLog;
  /** That of all instances. */
  secret: Buffer;
  authorizer: Authorizer;
  logger: LoggerService;
  openGate: OpenGate;
  idempotency: Idempotency;
  /** How much one page of a list holds; see `createMcpDoor`. */
  pageItems?: number;
  /** Where an account is connected that a call lacks. */
  links: ConnectionLinks;
  settings: {
    calls: CallLogOptions['settings'] & PipelineSettings;
    gateway: { connections: ConnectionSettings; streams: ListenSettings };
    access: { decisionSeconds: number };
  };
}

/** The gateway, with the record of its calls. */
export interface GatewaySlice extends SliceWith<
  'routers' | 'tasks' | 'prunes' | 'start' | 'stop'
> {
  gateway: Gateway;
}

/** Calls that are under way when the instance stops have so long to end. */
const GRACE_MS = 10_000;

export function createGateway(
  options: GatewayOptions,
  {
    upstream,
    health,
  }: { upstream: Upstream; health: Pick<ConnectionPoolDeps, 'restOf'> },
): GatewaySlice {
  const { settings, clock } = options;
  const calls = createCallLog({ ...options, settings: settings.calls });
  const pool = createConnectionPool({
    settings: settings.gateway.connections,
    clock,
    openChannel: (target, opening) => upstream.openChannel(target, opening),
    restOf: server => health.restOf(server),
  });
  const store = new CalledServerStore(options.database);
  const gateway = createPipeline({
    ...options,
    store,
    schemas: createSchemaJudge(),
    underWay: options.openGate('calls', settings.calls.concurrent),
    settings: settings.calls,
    log: calls.log,
    pool,
  });
  const { version } = CLIENT;
  const asking = createInputs({ ...options, gateway });
  const { inputs } = asking;
  const watching = createWatching({ ...options, gateway, pool, store });
  const door = createMcpDoor({
    ...options,
    ...{ gateway, inputs, watching, version },
    streams: settings.gateway.streams,
    decisionMs: settings.access.decisionSeconds * 1000,
  });
  return {
    ...calls,
    gateway,
    prunes: [
      ...calls.prunes,
      ...asking.prunes,
      ...door.prunes,
      ...watching.prunes,
    ],
    routers: [
      door.router,
      createCallRouter({ ...options, gateway }),
      ...calls.routers,
    ],
    async stop() {
      await door.stop();
      await watching.stop();
      asking.stopping();
      await pool.stop(GRACE_MS);
      await asking.stop();
      await calls.stop();
    },
  };
}
