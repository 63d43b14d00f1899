/** Undici, loaded when the first request goes out, because a backend that starts has other things to do. */
export function loadUndici(): typeof import('undici') {
  return require('undici');
}
