export const scaffolder = {
  name: {
    label: 'Name',
    help: 'Lowercase letters, digits, and single hyphens, at most 50 characters.',
    invalid:
      'Start with a letter, use only lowercase letters, digits, and single hyphens, and at most 50 characters.',
    noEnvironment: 'Choose an environment to check the name.',
    checking: 'Checking the name…',
    free: '{{name}} looks available in {{environment}}.',
    taken: '{{name}} is already used in {{environment}}.',
    takenEntity: 'The catalog already has an API named {{name}}.',
    viewServer: 'View server',
    viewEntity: 'View entity',
    unknown:
      "Couldn't check whether {{name}} is available. You can continue. It's checked again when the server is registered.",
  },
  output: {
    live: 'Your server is live',
    title: 'Your server',
    open: 'Open server',
    openEntity: 'Open entity',
    next: 'What happens next',
    deploy: 'Deploy the server so that it responds at its public URL.',
    found:
      'SprintConnect connects to it on its own and lists its tools. They appear here and on its page.',
    lastTry: 'Last attempt: {{message}}',
  },
} as const;
