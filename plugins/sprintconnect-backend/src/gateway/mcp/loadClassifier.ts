type Sdk = typeof import('@modelcontextprotocol/server');

/**
 * The official SDK's own judgement of which era a message is of. It is loaded with the first message, because a backend that starts has
 * other things to do. By `require`, because the SDK comes as CommonJS too, which `import()` would pass by.
 */
export function loadClassifier(): Pick<Sdk, 'classifyInboundRequest'> {
  return require('@modelcontextprotocol/server');
}
