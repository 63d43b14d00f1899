import type { RequestHandler, Router } from 'express';
import type {
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { sprintconnectPermissions } from '@sprintconnect/plugin-sprintconnect-common';
import { createRouter, type Cursors, type Idempotency } from '../http';
import type {
  AuditTrail,
  Authorizer,
  Catalog,
  Clock,
  Database,
  Egress,
  Organisations,
  Outbox,
  RequestContext,
  SharedFailures,
} from '../ports';
import type { AccessSettings } from './AccessSettings';
import { authenticate } from './authenticate';
import { createBindingCheck } from './binding/createBindingCheck';
import { createCertificateReader } from './binding/createCertificateReader';
import { createNonces } from './binding/createNonces';
import { createProofChecker } from './binding/createProofChecker';
import { PROOF_ALGORITHMS } from './binding/readProof';
import { ReplayStore } from './binding/ReplayStore';
import { type BaseUrls, createAddressesOf } from './createAddressesOf';
import { createAuthorizer } from './createAuthorizer';
import { createChallenges } from './createChallenges';
import { createGuessGuard } from './createGuessGuard';
import { createMeRouter } from './createMeRouter';
import {
  createMetadataRouter,
  METADATA_PATH,
  metadataOf,
} from './createMetadataRouter';
import { createRecogniser } from './createRecogniser';
import { identifyRequest } from './identifyRequest';
import { ApiKeyStore } from './keys/ApiKeyStore';
import { createKeysRouter } from './keys/createKeysRouter';
import { createKeyVerifier } from './keys/createKeyVerifier';
import { createTenancy, type Tenancy } from './organisations/createTenancy';
import { type Organisation, SINGLE } from './organisations/Organisation';
import type { TenancySettings } from './organisations/TenancySettings';
import { configuredRoles } from './roles/configuredRoles';
import { createRoleLookup } from './roles/createRoleLookup';
import { createRoles } from './roles/createRoles';
import { RoleBindingStore } from './roles/RoleBindingStore';
import { createTokenVerifier } from './tokens/createTokenVerifier';

export interface AccessOptions {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  audit: AuditTrail;
  catalog: Catalog;
  clock: Clock;
  cursors: Cursors;
  database: Database;
  egress: Egress;
  events: EventsService;
  /** Where instances count together what failed. */
  failures?: SharedFailures;
  idempotency: Idempotency;
  logger: LoggerService;
  outbox: Outbox;
  /** At least 32 bytes that all instances share; signs nonces. */
  secret: Buffer;
  userInfo: UserInfoService;
}

/** What the configuration says. */
export interface AccessChoices {
  access: AccessSettings;
  tenancy: TenancySettings;
  baseUrls: BaseUrls;
  /** The configured ones, which `GET /v1/me` tells. */
  environments: readonly string[];
  /** Names of the stdio servers that a registration may name. */
  stdioEntries: readonly string[];
}

export interface Access {
  /** Before everything: gives each answer its request id. */
  identify: RequestHandler;
  /** Before every route that needs a caller. */
  authenticate: RequestHandler;
  authorizer: Authorizer;
  /** Which organisations there are. */
  organisations: Organisations;
  /** Open to everyone, below our own path: where tokens come from. */
  openRouter: Router;
  /** The same for the root of the backend, and the path that it is for. */
  rootMetadata: { path: string; handler: RequestHandler };
  /** `GET /v1/me`, and the routes of API keys and roles. */
  router: Router;
  /** What an organisation is called. */
  describeOrganisation(orgId: string): Promise<Organisation>;
  /** How many there are in the organisation of the caller, of whom it is not asked what they may. */
  countKeys(ctx: RequestContext): Promise<number>;
  countRoleBindings(ctx: RequestContext): Promise<number>;
  /** Begins to hear of roles that other instances change. */
  start(): Promise<void>;
  /** Forgets up to `limit` used proofs that are too old to be accepted; gives how many. */
  prune(limit: number): Promise<number>;
}

/** Who is calling, and may they; also registers the plugin's permissions. */
export function createAccess(
  options: AccessOptions,
  choices: AccessChoices,
): Access {
  const { permissions, permissionsRegistry, clock, database } = options;
  const { access: settings, baseUrls } = choices;
  permissionsRegistry.addPermissions(sprintconnectPermissions);
  const { decisionSeconds } = settings;
  const bindings = new RoleBindingStore(database);
  const configured = configuredRoles(settings.roles);
  const lookup = createRoleLookup({
    ...options,
    bindings,
    configured,
    seconds: decisionSeconds,
  });
  const { boundTo } = lookup;
  const authorizer = createAuthorizer({
    permissions,
    clock,
    boundTo,
    decisionSeconds,
  });
  const keys = new ApiKeyStore(database);
  const roles = createRoles(
    { ...options, authorizer, bindings, configured, keys, lookup },
    settings,
  );
  const replays = new ReplayStore(database);
  const tenancy = createTenancy({ ...options, settings: choices.tenancy });
  const metadata = metadataOf(baseUrls.external, settings);
  const rootPath = METADATA_PATH + new URL(baseUrls.internal).pathname;
  const router = createRouter();
  router.use(
    createMeRouter({ authorizer, roles, ...choices }),
    createKeysRouter({ ...options, authorizer, keys, boundTo }),
    roles.router,
  );
  return {
    identify: identifyRequest(),
    authenticate: createGate(options, choices, {
      keys,
      replays,
      tenancy,
    }),
    authorizer,
    organisations: tenancy,
    openRouter: createMetadataRouter(METADATA_PATH, metadata),
    rootMetadata: {
      path: rootPath,
      handler: createMetadataRouter('/', metadata),
    },
    router,
    describeOrganisation: tenancy.describe,
    countKeys: ctx => keys.count(ctx),
    countRoleBindings: ctx => roles.countBindings(ctx),
    start: roles.start,
    prune: limit => replays.prune({ now: clock.now(), limit }),
  };
}

/** The one middleware that says who asks. */
function createGate(
  options: AccessOptions,
  { access: settings, baseUrls }: AccessChoices,
  stores: {
    keys: ApiKeyStore;
    replays: ReplayStore;
    tenancy: Tenancy;
  },
): RequestHandler {
  const { clock, secret } = options;
  const { keys, replays } = stores;
  const nonces = createNonces({ secret, clock });
  return authenticate({
    recognise: createRecogniser({
      httpAuth: options.httpAuth,
      database: options.database,
      verifyKey: createKeyVerifier({ ...options, keys }),
      tokens: createTokenVerifier({
        ...options,
        issuers: settings.issuers,
        defaultOrganisation: SINGLE.id,
      }),
    }),
    checkBinding: createBindingCheck({
      checkProof: createProofChecker({
        settings: settings.dpop,
        replays,
        nonces,
        clock,
      }),
      addressesOf: createAddressesOf(baseUrls),
    }),
    readCertificate: createCertificateReader(settings.clientCertificate),
    challenges: createChallenges({
      metadataUrl: metadataUrlOf(baseUrls),
      proofAlgorithms: PROOF_ALGORITHMS,
    }),
    guesses: createGuessGuard(clock, options.failures),
    nonces,
    tenancy: stores.tenancy,
  });
}

/** Below the origin, where clients look first; but a proxy that adds to our path leads only to what lies below it. */
function metadataUrlOf({ external, internal }: BaseUrls): string {
  const { origin, pathname } = new URL(external);
  return pathname === new URL(internal).pathname
    ? origin + METADATA_PATH + pathname
    : external + METADATA_PATH;
}
