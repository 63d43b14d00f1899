import {
  type ApiKey,
  availablePermissions,
  bindRoleSchema,
  createApiKeySchema,
  type IssuedApiKey,
  type Me,
  type Organization,
  type RoleBinding,
  rotateApiKeySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf } from './moments';

const DAY = 24 * 60;
const HOUR_MS = 3600_000;

function keyOf(number: number, given: Partial<ApiKey>): ApiKey {
  return {
    id: idOf(7000 + number),
    name: `key-${number}`,
    prefix: `sck_${'Qz7RwLx3'.slice(number % 4)}${number}k`,
    scopes: ['mcp:servers:read'],
    roles: [],
    status: 'active',
    createdBy: 'user:default/ada',
    createdAt: ago(number * 9 * DAY),
    ...given,
  };
}

/** Who looks at the pages, unless the world says otherwise. */
export const administrator: Me = {
  caller: { type: 'user', ref: 'user:default/guest' },
  orgId: 'default',
  roles: ['admin'],
  permissions: availablePermissions.map(each => each.name),
  admins: ['group:default/platform', 'user:default/ada'],
  environments: ['development', 'staging', 'production'],
  stdioEntries: ['memory'],
  timeoutsMax: { connectTimeoutMs: 60_000, probeTimeoutMs: 45_000 },
  callsMax: { timeoutMs: 600_000, resultBytesMax: 16 * 1024 * 1024 },
  connect: {
    url: 'https://portal.example.com/api/sprintconnect/mcp',
    transport: 'streamable-http',
    protocolVersions: ['2026-07-28', '2025-11-25'],
    signIn: true,
  },
};

/** Keys in every state, youngest first. */
export const apiKeys: ApiKey[] = [
  keyOf(1, {
    name: 'CI of payments',
    scopes: ['mcp:servers:create', 'mcp:servers:read', 'mcp:servers:update'],
    expiresAt: ago(-81 * DAY),
    lastUsedAt: ago(3),
  }),
  keyOf(2, {
    name: 'Health dashboard',
    scopes: ['metrics:read', 'mcp:servers:read'],
    roles: ['viewer'],
    lastUsedAt: ago(1),
    createdBy: 'user:default/guest',
    previous: { prefix: 'sck_Old5', expiresAt: ago(-9 * 60) },
  }),
  keyOf(3, {
    name: 'Research agent',
    scopes: ['mcp:capabilities:read', 'mcp:capabilities:use'],
    expiresAt: ago(-12 * DAY),
    lastUsedAt: ago(50),
    dpopThumbprint: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
  }),
  keyOf(4, {
    name: 'Terraform',
    scopes: ['org:*'],
    roles: ['admin'],
    expiresAt: ago(-200 * DAY),
  }),
  keyOf(5, {
    name: 'Migration of March',
    scopes: ['mcp:servers:create'],
    status: 'expired',
    expiresAt: ago(20 * DAY),
    lastUsedAt: ago(22 * DAY),
  }),
  keyOf(6, {
    name: 'Laptop of Eve',
    status: 'revoked',
    lastUsedAt: ago(31 * DAY),
    revokedAt: ago(30 * DAY),
  }),
];

export const roleBindings: RoleBinding[] = [
  { subject: '*', role: 'viewer', source: 'config' },
  { subject: 'group:default/platform', role: 'admin', source: 'config' },
  {
    id: idOf(7100),
    subject: 'group:default/data',
    role: 'engineer',
    source: 'portal',
    createdBy: 'user:default/ada',
    createdAt: ago(3 * DAY),
  },
  {
    id: idOf(7101),
    subject: 'user:default/guest',
    role: 'admin',
    source: 'portal',
    createdBy: 'user:default/ada',
    createdAt: ago(8 * DAY),
  },
  {
    id: idOf(7102),
    subject: `api-key:${idOf(7002)}`,
    role: 'viewer',
    source: 'portal',
    createdBy: 'user:default/guest',
    createdAt: ago(18 * DAY),
  },
  {
    id: idOf(7103),
    subject: 'https://login.example.com/realms/agents#research-17',
    role: 'engineer',
    source: 'portal',
    createdBy: 'user:default/guest',
    createdAt: ago(40 * DAY),
  },
];

export const organization: Omit<Organization, 'counts'> = {
  id: 'default',
  slug: 'default',
  title: 'Acme',
  tenancy: 'single',
};

/** What a request makes of `body`; made-up secrets, and no more checks than a page needs to meet. */
export function issueKey(body: unknown, number: number): IssuedApiKey {
  const { name, scopes, roles, expiresAt, dpopThumbprint } =
    createApiKeySchema.parse(body);
  const key = keyOf(number, {
    id: idOf(7500 + number),
    name,
    scopes: scopes ?? [],
    roles: roles ?? [],
    createdAt: ago(0),
    createdBy: 'user:default/guest',
    expiresAt,
    dpopThumbprint,
  });
  return { ...key, secret: secretOf(key.prefix) };
}

export function rotateKey(key: ApiKey, body: unknown): IssuedApiKey {
  const { overlapHours = 24, expiresAt } = rotateApiKeySchema.parse(body);
  const prefix = 'sck_New9';
  return {
    ...key,
    status: 'active',
    prefix,
    expiresAt:
      expiresAt === undefined ? key.expiresAt : (expiresAt ?? undefined),
    previous:
      overlapHours > 0
        ? {
            prefix: key.prefix,
            expiresAt: new Date(
              Date.now() + overlapHours * HOUR_MS,
            ).toISOString(),
          }
        : undefined,
    secret: secretOf(prefix),
  };
}

export function bindingOf(body: unknown, number: number): RoleBinding {
  const { subject, role } = bindRoleSchema.parse(body);
  return {
    id: idOf(7600 + number),
    subject,
    role,
    source: 'portal',
    createdBy: 'user:default/guest',
    createdAt: ago(0),
  };
}

function secretOf(prefix: string): string {
  return `${prefix}7mJq2vXbN0pTd4KsYc8RfWh1LgEu6ZaQ9oViB3xCe`;
}
