/**
 * secrets: keeps what opens servers, so that nobody reads it but the request that carries it.
 *
 * Owns the table `secrets` and the key ring.
 *
 * Promises: a secret is encrypted by a data key of its own (AES-256-GCM), and that by the first key of the ring; both are bound
 * to organisation, holder, field and version, so that what is moved, swapped or changed does not open. A key that is not in the
 * ring any more is named. In production the keys come from the configuration.
 *
 * Never: keeps, logs or tells a plaintext or a key; asks the network inside a transaction; opens by a key of the same id that is
 * not the same key.
 *
 * Fails with SecretError, whose message says what to do; a start with keys that are not right fails with InputError.
 */
export { openSecrets, type SecretOptions } from './openSecrets';
export { requireKeys } from './requireKeys';
export { secretSettingsSchema } from './SecretSettings';
