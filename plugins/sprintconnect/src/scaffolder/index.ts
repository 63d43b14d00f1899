/**
 * What SprintConnect shows on the pages of the scaffolder.
 *
 * Owns: the form field that says whether the name of a server is free, and what a task that made a server ends with.
 * Promises: a portal without the scaffolder starts all the same, and loads nothing of it.
 * Never: decides whether a name can be had. It asks; the backend refuses a name that was taken meanwhile.
 * Fails: where a name cannot be checked, it says so and lets the reader go on; an output without a server shows what Backstage shows.
 */
export { serverNameField, serverOutputs } from './extensions';
