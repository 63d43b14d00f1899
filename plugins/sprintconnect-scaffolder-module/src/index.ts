/**
 * Templates that make and register MCP servers, and the actions they are made of: a module of the scaffolder backend that brings one of
 * the catalog backend along. Start reading at scaffolderModule.ts (actions) and catalogModule.ts (templates).
 *
 * Promises: the actions ask the registry by REST as the person who runs the template; a task may be retried at any step, and makes nothing
 * twice; a dry run writes nothing; every fault is named with its path. The templates need no location and no rule, and offer only what this
 * portal can publish. Never: registers a server that the catalog owns, or starts what it has rendered.
 *
 * @packageDocumentation
 */
export { sprintconnectTemplates as default } from './feature';
