/**
 * Remembers who did what.
 *
 * Owns the table `audit_entries`.
 *
 * Promises: an entry exists if and only if the change that it tells of committed, because both are one
 * transaction. Entries are append-only; triggers in the database refuse to change or delete one. Each committed
 * entry is also handed to Backstage's auditor, whose log lines are a copy, not the record.
 *
 * Never does: hold secrets or content; `meta` has ids, names and versions.
 *
 * How it fails: an entry that cannot be written fails the transaction. An auditor that fails is logged.
 */
export { createAudit } from './createAudit';
