/**
 * The backend of SprintConnect.
 *
 * @packageDocumentation
 */
export { sprintconnectFeature as default } from './sprintconnectFeature';
export { sprintconnectPlugin } from './plugin';
export { runAuditCommand } from './runAuditCommand';
