/**
 * Fields for entities of the catalog: found as the reader types, or typed whole.
 *
 * Owns: the search for them.
 * Promises: works by keyboard; the reader's own group is known to forms that begin with it.
 * Never: says whether an entity may be chosen. The backend refuses what there is not.
 * Fails: where the catalog does not answer nothing is offered, and a reference may be typed all the same.
 */
export { EntityField } from './EntityField';
export { useOwnGroup } from './useOwnGroup';
