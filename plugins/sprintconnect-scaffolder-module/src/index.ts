/**
 * Templates that make and register MCP servers, and the actions they are made of: a module of the
 * scaffolder backend.
 *
 * @packageDocumentation
 */
export {};
