import { path } from './address';
import {
  type HealthHistory,
  type HealthHistoryQuery,
  type HealthSummaries,
  type ServerHealth,
  healthHistorySchema,
  healthSummariesSchema,
  serverHealthSchema,
} from './health';
import { type Accepted, acceptedSchema } from './jobs';
import type { Rest } from './Rest';
import type { CallOptions, WriteOptions } from './SprintConnectClientOptions';

/** The part of the client about the health of servers. @public */
export interface HealthClient {
  /** `GET /v1/servers/{id}/health` */
  get(serverId: string, options?: CallOptions): Promise<ServerHealth>;
  /** `GET /v1/servers/{id}/health/history` */
  history(
    serverId: string,
    query?: HealthHistoryQuery,
    options?: CallOptions,
  ): Promise<HealthHistory>;
  /** `GET /v1/servers/health-summaries`, of at most 100 servers. */
  summaries(
    serverIds: readonly string[],
    options?: CallOptions,
  ): Promise<HealthSummaries>;
  /** `POST /v1/servers/{id}/probe`: follow the job with {@link SprintConnectClient.getJob}. */
  probe(serverId: string, options?: WriteOptions): Promise<Accepted>;
}

export function createHealthClient(rest: Rest): HealthClient {
  return {
    get: (serverId, options) =>
      rest.read(path`/v1/servers/${serverId}/health`, serverHealthSchema, {
        ...options,
      }),
    history: (serverId, query, options) =>
      rest.read(
        path`/v1/servers/${serverId}/health/history`,
        healthHistorySchema,
        { ...options, query },
      ),
    summaries: (serverIds, options) =>
      rest.read('/v1/servers/health-summaries', healthSummariesSchema, {
        ...options,
        query: { ids: serverIds },
      }),
    probe: (serverId, options) =>
      rest.read(path`/v1/servers/${serverId}/probe`, acceptedSchema, {
        ...options,
        method: 'POST',
      }),
  };
}
