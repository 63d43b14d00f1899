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
/** Approve what a server offers, and take it out of quarantine. @public */
export const serverApprovePermission = createPermission({
  name: 'sprintconnect.server.approve',
  attributes: {},
});
/** See what a server offers. @public */
export const capabilityReadPermission = createPermission({
  name: 'sprintconnect.capability.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MCP_CAPABILITY,
});

/** Call what a server offers, through SprintConnect. @public */
export const capabilityUsePermission = createPermission({
  name: 'sprintconnect.capability.use',
  attributes: {},
  resourceType: RESOURCE_TYPE_MCP_CAPABILITY,
});

/** See sessions of the console. @public */
export const sessionReadPermission = createPermission({
  name: 'sprintconnect.session.read',
  attributes: { action: 'read' },
});
/** Begin a session of the console. @public */
export const sessionCreatePermission = createPermission({
  name: 'sprintconnect.session.create',
  attributes: { action: 'create' },
});
/** Call, save and share in a session of the console. @public */
export const sessionUpdatePermission = createPermission({
  name: 'sprintconnect.session.update',
  attributes: { action: 'update' },
});
/** Delete a session of the console. @public */
export const sessionDeletePermission = createPermission({
  name: 'sprintconnect.session.delete',
  attributes: { action: 'delete' },
});

/** See how much is used, and how well it works. @public */
export const metricsReadPermission = createPermission({
  name: 'sprintconnect.metrics.read',
  attributes: { action: 'read' },
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

/** Write the policies of calls. @public */
export const policyManagePermission = createPermission({
  name: 'sprintconnect.policy.manage',
  attributes: {},
});
/** Say whose manifests are believed. @public */
export const trustManagePermission = createPermission({
  name: 'sprintconnect.trust.manage',
  attributes: {},
});
/** Say which destinations may be reached. @public */
export const egressManagePermission = createPermission({
  name: 'sprintconnect.egress.manage',
  attributes: {},
});

/** Give, rotate and delete the credentials that servers share, and refer to secrets that are kept elsewhere. @public */
export const credentialManagePermission = createPermission({
  name: 'sprintconnect.credential.manage',
  attributes: {},
});

/** Every permission of the plugin. @public */
export const sprintconnectPermissions = [
  serverReadPermission,
  serverCreatePermission,
  serverUpdatePermission,
  serverDeletePermission,
  serverApprovePermission,
  capabilityReadPermission,
  capabilityUsePermission,
  sessionReadPermission,
  sessionCreatePermission,
  sessionUpdatePermission,
  sessionDeletePermission,
  metricsReadPermission,
  auditReadPermission,
  jobsManagePermission,
  policyManagePermission,
  trustManagePermission,
  egressManagePermission,
  credentialManagePermission,
  accessManagePermission,
];

/**
 * Of {@link sprintconnectPermissions} those that something stands behind. The others are of features to come: policies can name
 * them already, and forms do not offer them.
 *
 * @public
 */
export const availablePermissions = [
  serverReadPermission,
  serverCreatePermission,
  serverUpdatePermission,
  serverDeletePermission,
  capabilityReadPermission,
  capabilityUsePermission,
  auditReadPermission,
  jobsManagePermission,
  egressManagePermission,
  credentialManagePermission,
  accessManagePermission,
];
