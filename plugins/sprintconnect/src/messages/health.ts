export const health = {
  unknown: 'Unknown',
  healthy: 'Healthy',
  degraded: 'Degraded',
  unhealthy: 'Unhealthy',
  sinceLabel: 'since',
  reasons: {
    dns: 'Name not found',
    refused: 'Connection refused',
    tls: 'Insecure connection',
    timeout: 'No answer in time',
    auth: 'Credential refused',
    protocol: 'Does not speak MCP',
    'http-5xx': 'Server error',
    'egress-refused': 'Address not allowed',
    slow: 'Slow',
    flapping: 'Unsteady',
  },
} as const;
