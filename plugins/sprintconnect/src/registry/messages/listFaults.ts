export const listFaults = {
  unread: {
    tool: "Couldn't list tools",
    resource: "Couldn't list resources",
    'resource-template': "Couldn't list resource templates",
    prompt: "Couldn't list prompts",
  },
  leftOut: {
    tool_one: '{{count, number}} tool was left out',
    tool_other: '{{count, number}} tools were left out',
    resource_one: '{{count, number}} resource was left out',
    resource_other: '{{count, number}} resources were left out',
    'resource-template_one': '{{count, number}} resource template was left out',
    'resource-template_other':
      '{{count, number}} resource templates were left out',
    prompt_one: '{{count, number}} prompt was left out',
    prompt_other: '{{count, number}} prompts were left out',
  },
  since: 'First seen',
  othersShown: 'The rest is up to date.',
  neverListed: "They haven't been listed yet.",
  lastListed: 'Showing the list from',
} as const;
