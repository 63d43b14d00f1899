/**
 * MCP servers of SprintConnect, and what they offer, in the search of Backstage: a module of the search backend.
 * Start reading at module.ts.
 *
 * Promises: whoever may not read a server or a capability does not find it; a run that fails leaves the index as it
 * was. Never indexes what changes often (health, counts), never holds all documents in memory.
 *
 * @packageDocumentation
 */
export { searchModuleSprintConnect as default } from './module';
