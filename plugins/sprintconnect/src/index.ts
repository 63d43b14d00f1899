/**
 * SprintConnect in the portal: the pages, and what API entities of type `mcp-server` show.
 * Install it by adding the package to a Backstage app on the new frontend system.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { sprintconnectTranslationRef } from './translation';
