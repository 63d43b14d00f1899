export const admin = {
  keys: {
    title: 'API keys',
    description:
      'Keys let scripts, pipelines and agents in, each with no more than it needs.',
    refused: 'You may not manage API keys',
  },
  roles: {
    title: 'Roles',
    description: 'Who may do what in this organisation.',
    refused: 'You may not manage roles',
  },
  organisation: {
    title: 'Organisation',
    description: 'What everything here belongs to, and what you are in it.',
    refused: 'You may not see how the organisation is set up',
  },
  audit: {
    title: 'Audit',
    description:
      'Who did what, and who was refused. Nobody can change or delete an entry unnoticed.',
    refused: 'You may not read the audit log',
  },
  nothing: {
    title: 'Admin',
    refused: 'You may not administer SprintConnect',
  },
  unknown: 'What you may do here could not be found out',
} as const;
