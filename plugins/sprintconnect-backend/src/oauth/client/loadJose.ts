/** Jose, loaded with the first assertion, because most clients sign none. */
export function loadJose(): typeof import('jose') {
  return require('jose');
}
