/**
 * Remembers who did what, who was refused, and that nobody changed the record since.
 *
 * Owns the tables `audit_entries`, `audit_heads` and `audit_checkpoints`, the routes `GET /v1/audit` and
 * `GET /v1/audit/export`, and the command `sprintconnect-audit verify`.
 *
 * Promises: the entry of a change exists if and only if the change committed, because both are one transaction.
 * Entries are append-only; triggers refuse to change one, or to delete one that no signed checkpoint covers. Soon after its
 * commit (50 ms here, a second when another process wrote it) the sealer gives each entry its number, without gaps in its
 * organisation, and a hash over it and the hash before it, and signs where the chain ends. The verifier finds
 * whatever was changed, moved, cut off or made anew since; what has no seal yet it can only count. Each
 * committed entry, and now and then the head of each chain, is also handed to Backstage's auditor and log.
 * Refusals are written outside of the refused transaction; repeated ones are counted (see {@link RefusalLog}).
 *
 * Never does: hold secrets or content; `meta` has ids, names and versions, and what looks like a secret is blacked out.
 * Never makes one write of an organisation wait for another.
 *
 * How it fails: an entry that cannot be written fails the transaction. An auditor that fails is logged. Where the
 * sealer meets an end, or retention a beginning, that was tampered with, the chain gets no more seals and loses no old
 * entries, which is logged, until somebody looks; all of a chain is looked at by the verifier alone.
 */
export { createAudit } from './createAudit';
export { openAudit } from './openAudit';
export { openAuditKeys } from './openAuditKeys';
export { auditCommand } from './auditCommand';
export { auditSettingsSchema } from './AuditSettings';
