export const listFaults = {
  unread: {
    tool: "Couldn't list tools",
    resource: "Couldn't list resources",
    'resource-template': "Couldn't list resource templates",
    prompt: "Couldn't list prompts",
  },
  leftOut: {
    tool_one: '{{count}} tool was left out',
    tool_other: '{{count}} tools were left out',
    resource_one: '{{count}} resource was left out',
    resource_other: '{{count}} resources were left out',
    'resource-template_one': '{{count}} resource template was left out',
    'resource-template_other': '{{count}} resource templates were left out',
    prompt_one: '{{count}} prompt was left out',
    prompt_other: '{{count}} prompts were left out',
  },
  since: 'First seen',
  othersShown: 'The rest is up to date.',
  neverListed: "They haven't been listed yet.",
  lastListed: 'Showing the list from',
} as const;
