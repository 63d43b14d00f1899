import type { AccessScope } from '@sprintconnect/plugin-sprintconnect-common';

/** The scopes as people choose them, each with the name of the message that explains it. */
export const scopeGroups = [
  {
    name: 'servers',
    scopes: [
      { scope: 'mcp:servers:read', message: 'serversRead' },
      { scope: 'mcp:servers:create', message: 'serversCreate' },
      { scope: 'mcp:servers:update', message: 'serversUpdate' },
    ],
  },
  {
    name: 'capabilities',
    scopes: [
      { scope: 'mcp:capabilities:read', message: 'capabilitiesRead' },
      { scope: 'mcp:capabilities:use', message: 'capabilitiesUse' },
    ],
  },
  {
    name: 'console',
    scopes: [{ scope: 'chat:sessions:*', message: 'sessions' }],
  },
  {
    name: 'insight',
    scopes: [
      { scope: 'metrics:read', message: 'metrics' },
      { scope: 'audit:read', message: 'audit' },
    ],
  },
  {
    name: 'organisation',
    scopes: [{ scope: 'org:*', message: 'administration' }],
  },
] as const satisfies ReadonlyArray<{
  name: string;
  scopes: ReadonlyArray<{ scope: AccessScope; message: string }>;
}>;
