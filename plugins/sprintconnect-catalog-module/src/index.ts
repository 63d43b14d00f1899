/**
 * MCP servers of SprintConnect as catalog entities, and catalog entities as servers: a module of the
 * catalog backend. Start reading at module.ts.
 *
 * Promises: a server registered outside the catalog is an entity within seconds; an `API` entity of type
 * `mcp-server` is a server soon after the catalog shows it, and is retired after the catalog lost it; both
 * directions may be repeated at will and neither echoes the other. Never asks the network in a catalog
 * processor, never writes observed data (capabilities, health) onto entities, never holds state of its own.
 * When either side does not answer, everything stays as it was and is tried again.
 * What of an entity could not be used is an error on that entity, which stays valid.
 *
 * @packageDocumentation
 */
export { catalogModuleSprintConnect as default } from './module';
