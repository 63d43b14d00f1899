/** Words that no slice has for itself. */
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
    period: 'When',
    anyPeriod: 'Any time',
    periods: {
      h1: 'Last hour',
      h24: 'Last 24 hours',
      d7: 'Last 7 days',
      d30: 'Last 30 days',
      custom: 'Custom',
    },
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
} as const;
