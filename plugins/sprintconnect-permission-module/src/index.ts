/**
 * Who may do what with SprintConnect, for portals without a policy of their own: a module of the permission backend.
 * Start reading at module.ts.
 *
 * Promises: a user may do with SprintConnect what the roles that are bound to them say, and what is decided is never
 * older than a few seconds. Never decides by anything that the user sends.
 *
 * How it fails: closed. Whose roles cannot be asked for has none.
 *
 * @packageDocumentation
 */
export { permissionModuleSprintConnect as default } from './module';
export {
  createRoleReader,
  type RoleHolder,
  type RoleReader,
  type RoleReaderServices,
} from './createRoleReader';
