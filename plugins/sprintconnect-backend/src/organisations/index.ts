/**
 * Which organisation a caller is of.
 *
 * Owns what the header `SprintConnect-Organization` means. It has no tables and no routes: organisations are the catalog's, and nothing is kept of them.
 *
 * Promises: in tenancy mode `single` everybody is of one organisation; in mode `catalog` a user is of the nearest group of
 * `spec.type: organization` above them, and a machine of the one that its credential carries, for as long as the catalog has it. What the catalog
 * said is kept for `cacheSeconds`. Background work of an organisation that is gone rests.
 *
 * Never does: let anybody choose their organisation but the services that the configuration trusts with that.
 *
 * How it fails: closed. 403 for a caller without an organisation, 503 when the catalog does not say which.
 */
export {
  createTenancy,
  ORGANISATION_HEADER,
  type Tenancy,
} from './createTenancy';
export { SINGLE } from './Organisation';
export { ORGANISATION_ID } from './organisationIdOf';
export { restWhileGone } from './restWhileGone';
export { type TenancySettings, tenancySettingsSchema } from './TenancySettings';
