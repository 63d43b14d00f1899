export const admin = {
  keys: {
    title: 'API keys',
    description:
      'Let scripts, pipelines, and agents in, each with only the access it needs.',
    refused: "You don't have access to API keys",
  },
  credentials: {
    title: 'Credentials',
    description:
      'What SprintConnect uses to log in to servers, shared by name.',
    refused: "You don't have access to shared credentials",
  },
  roles: {
    title: 'Roles',
    description: 'Who can do what in this organisation.',
    refused: "You don't have access to roles",
  },
  egress: {
    title: 'Egress',
    description: 'Where the servers of this organisation can be.',
    refused: "You don't have access to egress rules",
  },
  organisation: {
    title: 'Organisation',
    description: 'Your organisation and your access.',
    refused: "You don't have access to the organisation's settings",
  },
  audit: {
    title: 'Audit',
    description:
      'Who changed what, and what was refused. Tamper-evident. Who used a server is under its Activity.',
    refused: "You don't have access to the audit log",
  },
  nothing: {
    title: 'Admin',
    refused: "You don't have access to the admin pages",
  },
  unknown: "Couldn't load your permissions",
} as const;
