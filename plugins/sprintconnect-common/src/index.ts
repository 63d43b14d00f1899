/**
 * Schemas, types, permissions, events and the typed client of SprintConnect: the one place where
 * the frontend, the backend, the catalog module and outside callers agree.
 *
 * @packageDocumentation
 */
export * from './json';
export * from './parseExactly';
export * from './names';
export * from './entityName';
export * from './entityFaults';
export * from './entity';
export * from './page';
export * from './problem';
export * from './problemKinds';
export * from './judge';
export {
  type Remote,
  type RemoteType,
  remoteSchema,
  remoteTypeSchema,
} from './remotes';
export { hideTokens } from './hideTokens';
export { secretFaultsOf } from './secretFaultsOf';
export * from './serverJson';
export {
  type ClientName,
  clientConfiguration,
  clientNames,
  type ConfiguredServer,
} from './clients/clientConfiguration';
export type { ClientFile } from './clients/ClientTarget';
export {
  type EndpointClientName,
  endpointClientNames,
  endpointConfiguration,
  KEY_VARIABLE,
} from './clients/endpointConfiguration';
export {
  credentialInputSchema,
  credentialNameSchema,
  secretReferenceSchema,
  type CredentialInput,
  type SecretReference,
} from './credentialInputs';
export * from './credentials';
export {
  beginLoginSchema,
  begunLoginSchema,
  clientDocumentSchema,
  connectionLinkSchema,
  connectionSchema,
  connectionsSchema,
  disconnectedSchema,
  finishLoginSchema,
  type BeginLogin,
  type BegunLogin,
  type ClientDocument,
  type Connection,
  type ConnectionLink,
  type Connections,
  type Disconnected,
  type FinishLogin,
} from './connections';
export * from './servers';
export * from './drift';
export * from './serverTest';
export * from './serverQueries';
export * from './calls';
export { isSecretName } from './isSecretName';
export * from './mcpEndpoints';
export * from './capabilities';
export * from './estimateTokens';
export * from './snapshots';
export * from './health';
export * from './search';
export * from './jobs';
export * from './audit';
export * from './events';
export * from './permissions';
export * from './me';
export * from './access';
export * from './conditions';
export * from './decideByRoles';
export * from './apiKeys';
export * from './secretKeys';
export * from './roleBindings';
export * from './egress';
export { openApiDocument, toJsonSchema } from './openapi';
export * from './SprintConnectError';
export * from './SprintConnectClientOptions';
export type {
  AuditClient,
  AuditFilterOptions,
  ListAuditOptions,
} from './AuditClient';
export type {
  CallFilterOptions,
  CallsClient,
  ListCallsOptions,
} from './CallsClient';
export type {
  CapabilityUse,
  MakeCallOptions,
  PromptUse,
  ResourceUse,
  ToolUse,
} from './makeCall';
export type { ConnectionsClient } from './ConnectionsClient';
export type { CredentialsClient } from './CredentialsClient';
export type { EventsClient, EventStreamOptions } from './EventsClient';
export type { HealthClient } from './HealthClient';
export type { EgressClient } from './EgressClient';
export type { KeysClient } from './KeysClient';
export type { SecretsClient } from './SecretsClient';
export type { RolesClient } from './RolesClient';
export type {
  SearchCapabilitiesOptions,
  SearchClient,
  SearchFilterOptions,
  SearchServersOptions,
} from './SearchClient';
export * from './SprintConnectClient';
export * from './createPluginClient';
export * from './TiedSignal';
export * from './withSignal';
