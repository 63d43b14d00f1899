/**
 * The official SDK. It is loaded when the first server is spoken to, because a backend that starts has other things
 * to do. By `require`, because the SDK comes as CommonJS too, which `import()` would pass by.
 */
export function loadSdk(): typeof import('@modelcontextprotocol/client') {
  return require('@modelcontextprotocol/client');
}
