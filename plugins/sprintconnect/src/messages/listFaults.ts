export const listFaults = {
  unread: {
    tool: 'Tools could not be listed',
    resource: 'Resources could not be listed',
    'resource-template': 'Resource templates could not be listed',
    prompt: 'Prompts could not be listed',
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
  since: 'Found',
  othersShown: 'The others are shown as they are now.',
  neverListed: 'They have not been listed yet.',
  lastListed: 'What is shown of them was listed',
} as const;
