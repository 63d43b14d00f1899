import type {
  Era,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import type { RpcFault } from '../call/CallAnswer';
import type { ListenWords } from '../changes/ListenStream';
import type { Endpoint } from './Endpoint';
import type { Reply } from './Reply';
import type { RpcId } from './rpc';
import type { Session } from './SessionTokens';

/** One request of MCP, whose era is known and whose headers were judged. */
export interface McpRequest {
  ctx: RequestContext;
  endpoint: Endpoint;
  era: Era;
  id: RpcId;
  method: string;
  /** Its params as they are judged, and as they are passed on. */
  plain: JsonObject;
  exact: JsonObject;
  /** Of the HTTP request. */
  header(name: string): string | undefined;
  /** Of a legacy client that sent the token of its session. */
  session?: Session;
  /** Aborted when the client has gone, or has cancelled. */
  signal: AbortSignal;
  reply: Reply;
}

/** What is answered: a result as JSON, an error as a server said it, or a stream that stays open. */
export type McpAnswer =
  | { json: string; headers?: Record<string, string> }
  | { fault: RpcFault }
  | { words: ListenWords };

/** A request that is refused by the door itself. */
export class McpRefusal extends Error {
  override readonly name = 'McpRefusal';
  readonly fault: RpcFault;
  /** Of HTTP. */
  readonly status: number;

  constructor(fault: RpcFault, status = 200) {
    super(fault.message);
    this.fault = fault;
    this.status = status;
  }
}
