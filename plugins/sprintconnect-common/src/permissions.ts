import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of the permissions on servers. @public */
export const RESOURCE_TYPE_MCP_SERVER = 'mcp-server';
/** Resource type of the permissions on capabilities. @public */
export const RESOURCE_TYPE_MCP_CAPABILITY = 'mcp-capability';

/** See servers and their snapshots. @public */
export const serverReadPermission = createPermission({
  name: 'sprintconnect.server.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MCP_SERVER,
});
/** Register a server. @public */
export const serverCreatePermission = createPermission({
  name: 'sprintconnect.server.create',
  attributes: { action: 'create' },
});
/** Change a server or start its discovery. @public */
export const serverUpdatePermission = createPermission({
  name: 'sprintconnect.server.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MCP_SERVER,
});
/** Retire a server. @public */
export const serverDeletePermission = createPermission({
  name: 'sprintconnect.server.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_MCP_SERVER,
});
/** See what a server offers. @public */
export const capabilityReadPermission = createPermission({
  name: 'sprintconnect.capability.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MCP_CAPABILITY,
});

/** See all jobs of the organisation. @public */
export const jobsManagePermission = createPermission({
  name: 'sprintconnect.jobs.manage',
  attributes: {},
});

/** Make, rotate and revoke API keys, and bind roles. @public */
export const accessManagePermission = createPermission({
  name: 'sprintconnect.access.manage',
  attributes: {},
});

/** See who did what in the organisation, and export it. @public */
export const auditReadPermission = createPermission({
  name: 'sprintconnect.audit.read',
  attributes: { action: 'read' },
});

/** Every permission of the plugin. @public */
export const sprintconnectPermissions = [
  serverReadPermission,
  serverCreatePermission,
  serverUpdatePermission,
  serverDeletePermission,
  capabilityReadPermission,
  jobsManagePermission,
  accessManagePermission,
  auditReadPermission,
];
