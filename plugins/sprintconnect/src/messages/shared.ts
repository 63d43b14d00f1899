export const shared = {
  actions: {
    cancel: 'Cancel',
    retry: 'Try again',
    register: 'Register server',
    showMore: 'Show more',
  },
  states: {
    loading: 'Loading…',
  },
  filters: {
    label: 'Filters',
    any: 'Any',
    clear: 'Clear filters',
  },
  paging: {
    page: '{{from}}–{{to}} of {{total}}',
    size: 'Show {{size}}',
  },
  copy: {
    copy: 'Copy',
    copied: 'Copied',
    refused: 'Copying is not allowed here',
  },
  errors: {
    failed: 'Something went wrong',
    refused: 'You do not have permission',
    unreachable: 'SprintConnect cannot be reached',
    unreachableText:
      'The backend of SprintConnect did not answer. Check your connection and try again; if it stays so, tell whoever runs this portal.',
    unknown: 'No reason was given.',
    requestId: 'Request {{requestId}}',
    stale: 'What you see may be out of date',
  },
  status: {
    draft: 'Draft',
    active: 'Active',
    quarantined: 'Quarantined',
    retired: 'Retired',
  },
  era: {
    modern: 'Modern',
    legacy: 'Legacy',
  },
  origin: {
    catalog: 'Catalog',
    api: 'SprintConnect',
    scaffolder: 'Template',
    federation: 'Another registry',
  },
  kinds: {
    tool_one: '{{count}} tool',
    tool_other: '{{count}} tools',
    resource_one: '{{count}} resource',
    resource_other: '{{count}} resources',
    template_one: '{{count}} template',
    template_other: '{{count}} templates',
    prompt_one: '{{count}} prompt',
    prompt_other: '{{count}} prompts',
  },
  transport: {
    'streamable-http': 'Streamable HTTP',
    sse: 'SSE',
    stdio: 'stdio',
  },
} as const;
