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
    page: '{{from, number}}–{{to, number}} of {{total, number}}',
    size: 'Show {{size, number}}',
  },
  copy: {
    copy: 'Copy',
    copied: 'Copied',
    refused: "Couldn't copy",
  },
  errors: {
    failed: 'Something went wrong',
    refused: "You don't have permission",
    unreachable: "SprintConnect can't be reached",
    unreachableText:
      "The SprintConnect backend didn't respond. Check your connection and try again. If it keeps happening, tell an administrator.",
    unknown: 'No reason given.',
    requestId: 'Request {{requestId}}',
    stale: 'This may be out of date',
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
    tool_one: '{{count, number}} tool',
    tool_other: '{{count, number}} tools',
    resource_one: '{{count, number}} resource',
    resource_other: '{{count, number}} resources',
    template_one: '{{count, number}} template',
    template_other: '{{count, number}} templates',
    prompt_one: '{{count, number}} prompt',
    prompt_other: '{{count, number}} prompts',
  },
  transport: {
    'streamable-http': 'Streamable HTTP',
    sse: 'SSE',
    stdio: 'stdio',
  },
} as const;
