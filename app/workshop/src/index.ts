/**
 * What the portal of the demo and its workshop share: the folder in which the servers are that its templates made.
 *
 * Never: imported by a package that a host installs.
 */
export type { Claim } from './Claims.ts';
export type { ProjectReport } from './Workshop.ts';
export { WorkshopFolder } from './WorkshopFolder.ts';
export { isProjectName } from './projectName.ts';
