export const calls = {
  title: 'My calls',
  description:
    'What you used through SprintConnect: in the portal, by an agent, or by the API.',
  activity: {
    who: 'Who used this server. The {{log}} says who changed it.',
    log: 'audit log',
    onlyOwn:
      'You see only your own calls. People who can change this server see all of them.',
  },
  shown_one: '{{count, number}} call',
  shown_other: '{{count, number}} calls',
  shownLatest: 'The latest {{count, number}} calls',
  filters: {
    server: 'Server',
    anyServer: 'Any server',
    capability: 'Capability',
    anyCapability: 'Any capability',
    outcome: 'Outcome',
  },
  columns: {
    capability: 'Capability',
    who: 'Who',
    server: 'Server',
    at: 'When',
    outcome: 'Outcome',
    time: 'Duration',
  },
  apiKey: 'API key {{id}}',
  entrance: {
    rest: 'REST API',
    mcp: 'MCP',
    portal: 'Portal',
    action: 'Action',
  },
  outcome: {
    open: 'In progress',
    succeeded: 'Succeeded',
    'tool-error': 'Tool error',
    refused: 'Refused',
    invalid: 'Invalid input',
    'upstream-failed': 'Server failed',
    'timed-out': 'Timed out',
    cancelled: 'Cancelled',
    unknown: 'Unknown',
  },
  meaning: {
    open: 'The server is at work.',
    succeeded: 'The server answered.',
    'tool-error': 'The tool ran and reported an error.',
    refused: "SprintConnect didn't ask the server.",
    invalid: "The input doesn't fit, so SprintConnect didn't ask the server.",
    'upstream-failed':
      "The server couldn't be reached, or its answer wasn't valid.",
    'timed-out':
      "The server didn't answer in time. It might have done the work anyway.",
    cancelled:
      'The caller stopped waiting. The server might have done some of the work.',
    unknown:
      'SprintConnect stopped while it waited, so no one knows whether the server did the work.',
  },
  empty: {
    title: 'No calls yet',
    own: 'When you use a tool, prompt, or resource through SprintConnect, it appears here, whoever called it for you.',
    ownOfServer:
      'When you use a tool, prompt, or resource of this server through SprintConnect, it appears here right away.',
    server:
      'When someone uses a tool, prompt, or resource of this server through SprintConnect, it appears here right away.',
    capabilities: 'See what it offers',
    discover: 'Find a tool to use',
  },
  noMatch: {
    title: 'No matching calls',
    description: 'Try other filters or clear them.',
  },
  detail: {
    title: 'Call',
    close: 'Close',
    page: 'Open page',
    outcome: 'Outcome',
    reason: 'Reason',
    server: 'Server',
    who: 'Who',
    actor: 'Through',
    entrance: 'Came in by',
    opened: 'Started',
    closed: 'Ended',
    time: 'Duration',
    upstream: '{{total}}, of which the server took {{server}}',
    size: 'Size',
    sizes: 'Input {{input}}, result {{result}}',
    inputOnly: 'Input {{input}}',
    id: 'Call ID',
    requestId: 'Request ID',
    traceId: 'Trace ID',
    copy: 'Copy {{what}}',
    input: 'Input',
    result: 'Result',
    notKept:
      "The input and the result weren't kept. Administrators choose the environments that keep them: {{setting}}.",
    redacted: 'Secrets are redacted, and long texts are cut.',
  },
  missing: {
    title: 'Call not found',
    description:
      "It doesn't exist, it's too old to be kept, or you don't have access.",
    back: 'My calls',
  },
} as const;
