/** What the audit log says was done, as far as it has words of its own here. */
export const auditActions = [
  'server-register',
  'server-update',
  'server-retire',
  'server-discover',
  'server-snapshot',
  'server-drift',
  'server-drift-acknowledge',
  'server-test',
  'server-probe',
  'server-health-change',
  'slo-alert-raise',
  'slo-alert-resolve',
  'api-key-create',
  'api-key-rotate',
  'api-key-revoke',
  'credential-create',
  'credential-update',
  'credential-rotate',
  'credential-overlap-end',
  'credential-delete',
  'credential-warn',
  'role-bind',
  'role-unbind',
  'egress-rule-create',
  'egress-rule-update',
  'egress-rule-delete',
  'egress-refuse',
  'audit-read',
  'audit-export',
  'request-refuse',
  'requests-refuse',
  'credential-refuse',
] as const;
type AuditAction = (typeof auditActions)[number];

export function isAuditAction(action: string): action is AuditAction {
  return auditActions.some(each => each === action);
}
