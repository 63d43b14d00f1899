/** Loaded when the first server fails: most backends start with none that does, and the start is short of time. */
export function loadCockatiel(): typeof import('cockatiel') {
  return require('cockatiel');
}
