/** What states and kinds of the domain are called, wherever they are shown. */
export const terms = {
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
