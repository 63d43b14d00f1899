/**
 * Knows which MCP servers exist, what each offers, and what it offered before.
 *
 * Owns the tables `servers`, `server_tags`, `server_moves`, `server_observed_moves`, `snapshots` and `capabilities`, and the routes
 * under `/v1/servers` (but probes and health) and `/v1/catalog/entities`. What it changes it tells the search in the same transaction.
 *
 * Promises: a change commits with its audit entry, its event and its job, or not at all. A name is unique per
 * organisation and environment among servers that live; retiring frees the name and keeps the history. Snapshots are
 * numbered without gaps and never changed; the same offer makes no new one, whatever the order of lists and keys. What a
 * discovery could not ask stays as it was, and is never recorded as removed.
 * A version that brings warnings is told to the owner of the server once, and marks it (`drift`) until somebody has looked: the job
 * `review-snapshot`.
 * A list keeps its order while somebody pages through it: no server shows twice, and none is skipped.
 *
 * Never does: connect to a server, or judge its health. It asks egress whether an address may be
 * used, before any transaction.
 *
 * How it fails: with ProblemError for callers, having written nothing; with ObservationError for a
 * discovery that cannot be recorded; with FinalJobError for one whose server is gone.
 */
export { countsOf } from './countsOf';
export { createRegistry, type Registry } from './createRegistry';
export { discoveryTimesSchema } from './DiscoveryTimes';
export { isDeeperThan } from './isDeeperThan';
export { writeJudgementsOf } from './onLockedServer';
export { PERMISSION_TO } from './serverAccess';
export { DISCOVER_SERVER_JOB, PROBE_SERVER_JOB } from './RegistryDeps';
export type {
  ObservedIdentity,
  ProbeTarget,
  WatchedServer,
} from './HealthStore';
export type { TestTarget } from './checkServerTest';
export type { RegistryService, WatchableServer } from './RegistryService';
export type { ServerKey } from './ServerStore';
export type {
  ObservedCapability,
  ObservedListFault,
  ObservedServer,
} from './ObservedServer';
export { ObservationError } from './ObservationError';
