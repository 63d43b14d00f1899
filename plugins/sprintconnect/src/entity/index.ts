/**
 * What SprintConnect shows on the page of an entity of type `mcp-server`.
 *
 * Owns: the cards and tabs on such entities, and the layout of their overview.
 * Promises: the cards of the overview share one request for the server; what other plugins put there stays.
 * Never: draws a server, its health or its capabilities by itself. It shows the views of registry and health.
 * Fails: says why there is no server to show: not registered yet, a fault in the entity, a refusal, or an error with a retry.
 */
export {
  entityCapabilities,
  entityCard,
  entityHealth,
  entityHealthCard,
  entityLayout,
  entityVersions,
} from './extensions';
