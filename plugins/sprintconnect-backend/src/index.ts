/**
 * The backend of SprintConnect.
 *
 * @packageDocumentation
 */
export { sprintconnectPlugin as default } from './plugin';
export { runAuditCommand } from './runAuditCommand';
