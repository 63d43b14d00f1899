/** Jose, loaded with the first token of a configured issuer, because most starts never see one. */
export function loadJose(): typeof import('jose') {
  return require('jose');
}
