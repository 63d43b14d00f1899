/**
 * What the slices ask of the world and give to the plugin: types, error classes, what criteria are made of, by what an
 * outage of the database is known, and nothing that acts.
 * Depends on nothing of ours but the vocabulary of sprintconnect-common.
 */
export * from './AuditTrail';
export * from './Authorizer';
export * from './Catalog';
export * from './Clock';
export * from './ConcurrencyGate';
export * from './ConnectionLinks';
export * from './CredentialSource';
export * from './Database';
export * from './DatabaseUnavailableError';
export * from './Egress';
export * from './EmbeddingProvider';
export * from './EventLog';
export * from './isPassing';
export * from './JobLog';
export * from './JobQueue';
export * from './Judgement';
export * from './Notifier';
export * from './Organisations';
export * from './outageOf';
export * from './Outbox';
export * from './PersonTokens';
export * from './RepeatedTask';
export * from './RequestContext';
export * from './SearchIndex';
export * from './SecretVault';
export * from './ServiceFetch';
export * from './SharedFailures';
export * from './Slice';
export * from './TokenSource';
