/**
 * records: how rows of servers and capabilities are read, and which of them a caller may read. Registry and search stand on it.
 *
 * Owns no table: the registry writes `servers` and `capabilities`, and the search looks into them.
 *
 * Promises: a row is the same server or capability whoever reads it, on either database. Criteria become a condition in SQL that
 * answers of each row as the judgement itself does, so that no list is filtered after it was read.
 *
 * Never: asks the database, or writes.
 *
 * How it fails: with a 403 problem for a caller who may read nothing.
 */
export { batchesOf } from './batchesOf';
export {
  annotationsOf,
  recordsOf,
  textsOf,
  toCapability,
} from './capabilityRow';
export { judgeInOrder } from './judgeInOrder';
export { faultOf, type KnownLists, lastListed } from './lastListed';
export { type ReadScope, readScopeOf } from './ReadScope';
export {
  LISTED_COLUMNS,
  searchTextOf,
  type ServerRow,
  storable,
  toServer,
} from './serverRow';
export { valuesOf } from './valuesOf';
export { whereAllowed, whereVisible } from './whereAllowed';
