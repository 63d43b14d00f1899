/**
 * The audit log as people see it.
 *
 * Owns: the section `/sprintconnect/admin/audit`. Its heading and tabs are those of the admin pages.
 * Promises: filters stand in the address; every entry can be read whole and its ids copied; exports take the same filters.
 * Never: decides who may read. It hides what the permission framework forbids; the backend refuses.
 * Fails: shows the problem the backend answered, with its request id and, where it can help, a retry.
 */
export { AuditPage } from './AuditPage';
