/**
 * What a catalog entity says of its MCP server: pure, so that the catalog module, templates and tools read entities alike.
 */
export { annotationPath, fromEntity, type FromEntity } from './fromEntity';
export { remotesOf, type EntityRemotes } from './remotesOf';
export { secretsOf } from './secretsOf';
