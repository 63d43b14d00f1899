import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  DiscoveryService,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  SPRINTCONNECT_PLUGIN_ID,
  SprintConnectClient,
  SprintConnectError,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';

const KNOWN_MAX = 20_000;
const PATIENCE_MS = 5_000;

/** Somebody as `decideByRoles` of the common package wants to know them. @public */
export interface RoleHolder {
  /** Their roles in SprintConnect, in their organisation. */
  readonly roles: readonly string[];
  /** The full entity references that they own things by. */
  readonly ownershipRefs: readonly string[];
}

/** Says what roles somebody has. Never rejects: who cannot be asked about has none. @public */
export type RoleReader = (
  credentials: BackstageCredentials | undefined,
) => Promise<RoleHolder>;

/** What a {@link RoleReader} works with: services of the permission backend. @public */
export interface RoleReaderServices {
  /** Makes the tokens with which SprintConnect is asked on behalf of a user. */
  auth: AuthService;
  /** Knows where SprintConnect is. */
  discovery: DiscoveryService;
  /** Tells when roles change. */
  events: EventsService;
  /** Told once when SprintConnect stops to answer, and once when it does again. */
  logger: LoggerService;
  /** Knows what a user owns things by. */
  userInfo: UserInfoService;
}

interface Known {
  at: number;
  holder: Promise<RoleHolder>;
}

const NOBODY: RoleHolder = { roles: [], ownershipRefs: [] };

/**
 * Asks SprintConnect which roles a user has, on behalf of that user. An answer is kept for `cacheSeconds` (default 5, 0:
 * not at all) and dropped when SprintConnect announces a change of roles.
 *
 * @public
 */
export async function createRoleReader(
  services: RoleReaderServices,
  options: { cacheSeconds?: number; now?: () => number } = {},
): Promise<RoleReader> {
  const { auth, events, userInfo } = services;
  const { cacheSeconds = 5, now = Date.now } = options;
  const known = new LRUCache<string, Known>({ max: KNOWN_MAX });
  const outage = outageLog(services.logger);

  await events.subscribe({
    // Instances that share a name would share the events, and each must hear all.
    id: `sprintconnect-roles-${randomUUID()}`,
    topics: [SPRINTCONNECT_PLUGIN_ID],
    async onEvent({ eventPayload }) {
      const { type } = (eventPayload ?? {}) as { type?: unknown };
      if (type === 'access.roles.changed') known.clear();
    },
  });

  const ask = async (
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<RoleHolder> => {
    const [roles, { ownershipEntityRefs }] = await Promise.all([
      askRoles(services, credentials),
      userInfo.getUserInfo(credentials),
    ]);
    return { roles, ownershipRefs: ownershipEntityRefs };
  };

  return async credentials => {
    if (!credentials || !auth.isPrincipal(credentials, 'user')) return NOBODY;
    const key = credentials.principal.userEntityRef;
    const found = known.get(key);
    const isFresh =
      found !== undefined && Math.abs(now() - found.at) < cacheSeconds * 1000;
    const entry = isFresh ? found : { at: now(), holder: ask(credentials) };
    if (!isFresh) known.set(key, entry);
    try {
      const holder = await entry.holder;
      // What was kept from before says nothing about now.
      if (!isFresh) outage.over();
      return holder;
    } catch (error) {
      if (known.get(key) === entry) known.delete(key);
      outage.noticed(error as Error);
      return NOBODY;
    }
  };
}

/** Tokens are short-lived, so each question takes a new one. Who is of no organisation has no roles. */
async function askRoles(
  { auth, discovery }: RoleReaderServices,
  onBehalfOf: BackstageCredentials,
): Promise<string[]> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf,
    targetPluginId: SPRINTCONNECT_PLUGIN_ID,
  });
  const client = new SprintConnectClient({
    baseUrl: () => discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID),
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url, { ...init, headers });
    },
  });
  try {
    const { roles } = await withSignal({ timeoutMs: PATIENCE_MS }, signal =>
      client.roles.mine({ signal }),
    );
    return roles;
  } catch (error) {
    const isRefused =
      error instanceof SprintConnectError && error.problem.status === 403;
    if (isRefused) return [];
    throw error;
  }
}

/** One line per outage, however many ask meanwhile. */
function outageLog(logger: LoggerService) {
  let isOut = false;
  return {
    noticed(error: Error) {
      if (isOut) return;
      isOut = true;
      logger.warn(
        "Couldn't read users' roles, so SprintConnect refuses their requests",
        error,
      );
    },
    over() {
      if (!isOut) return;
      isOut = false;
      logger.info("Users' roles can be read again");
    },
  };
}
