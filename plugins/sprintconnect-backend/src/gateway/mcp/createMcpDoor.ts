import { createHmac } from 'node:crypto';
import type { Router } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cursors } from '../../http';
import type {
  Authorizer,
  Clock,
  Database,
  EventLog,
  SliceWith,
} from '../../ports';
import { createListening } from '../changes/createListening';
import type { ListenSettings } from '../changes/ListenSettings';
import type { Inputs } from '../inputs/createInputs';
import type { Gateway } from '../pipeline/Gateway';
import { CancellationStore } from './CancellationStore';
import { createMcpRouter } from './createMcpRouter';
import { OfferStore } from './OfferStore';
import { OfferTables } from './OfferTables';
import { OfferTexts } from './OfferTexts';
import { OpenRequests } from './OpenRequests';
import { SessionTokens } from './SessionTokens';

export interface McpDoorOptions {
  database: Database;
  eventLog: EventLog;
  authorizer: Authorizer;
  cursors: Cursors;
  clock: Clock;
  logger: LoggerService;
  gateway: Gateway;
  inputs: Inputs;
  /** Of the streams on which clients hear of changes. */
  streams: ListenSettings;
  /** How long decisions about access are kept, in milliseconds. */
  decisionMs: number;
  /** That of all instances, of which this slice derives its own. */
  secret: Buffer;
  /** The version of SprintConnect. */
  version: string;
  /** How much one page of a list holds. Default: 1,000, because many clients read one page. */
  pageItems?: number;
}

/** The MCP endpoints, and how to let go of what they hold. */
export function createMcpDoor(
  options: McpDoorOptions,
): { router: Router } & SliceWith<'prunes' | 'stop'> {
  const { database, eventLog, clock, pageItems = 1_000 } = options;
  const store = new OfferStore(database);
  const tables = new OfferTables(store, eventLog);
  const { streams, stop } = createListening({
    ...options,
    settings: options.streams,
    async namesOf(orgId) {
      const table = await tables.of(orgId);
      return id => table.nameOf(id);
    },
  });
  const cancellations = new CancellationStore(database, clock);
  const secret = createHmac('sha256', options.secret).update('mcp').digest();
  const router = createMcpRouter({
    ...{ ...options, store, tables, streams, pageItems },
    texts: new OfferTexts(store),
    sessions: new SessionTokens(secret, clock),
    open: new OpenRequests(cancellations),
  });
  return {
    router,
    prunes: [limit => cancellations.prune(limit)],
    async stop() {
      await stop();
      tables.stop();
    },
  };
}
