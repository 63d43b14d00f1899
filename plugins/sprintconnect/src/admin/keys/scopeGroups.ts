import type { offeredScopes } from '@sprintconnect/plugin-sprintconnect-common';

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
    name: 'organisation',
    scopes: [
      { scope: 'audit:read', message: 'audit' },
      { scope: 'jobs:manage', message: 'jobs' },
      { scope: 'credentials:manage', message: 'credentials' },
      { scope: 'access:manage', message: 'access' },
      { scope: 'egress:manage', message: 'egress' },
    ],
  },
] as const satisfies ReadonlyArray<{
  name: string;
  scopes: ReadonlyArray<{
    scope: (typeof offeredScopes)[number];
    message: string;
  }>;
}>;
