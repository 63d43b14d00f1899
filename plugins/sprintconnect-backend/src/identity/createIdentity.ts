import type { RequestHandler, Router } from 'express';
import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { createRouter, problemHandler } from '../http';
import { SINGLE, type Tenancy } from '../organisations';
import type { Clock, Database, Egress, SharedFailures, Slice } from '../ports';
import { authenticate } from './authenticate';
import { chooseVerifier } from './chooseVerifier';
import {
  type ContextOfCredentials,
  contextOfCredentials,
} from './contextOfCredentials';
import { createBindingCheck } from './binding/createBindingCheck';
import { createCertificateReader } from './binding/createCertificateReader';
import { createNonces } from './binding/createNonces';
import { createProofChecker } from './binding/createProofChecker';
import { PROOF_ALGORITHMS } from './binding/readProof';
import { ReplayStore } from './binding/ReplayStore';
import { type BaseUrls, createAddressesOf } from './createAddressesOf';
import { type Challenges, createChallenges } from './createChallenges';
import { createGuessGuard } from './createGuessGuard';
import { createMetadataRouter } from './createMetadataRouter';
import { createPortalVerifier } from './createPortalVerifier';
import {
  createResources,
  METADATA_PATH,
  type PortalSignIn,
  type ProtectedResources,
} from './createResources';
import { createScopeGuard, type ScopesLackedBy } from './createScopeGuard';
import type { IdentitySettings } from './credentials/IdentitySettings';
import { identifyRequest } from './identifyRequest';
import { ApiKeyStore } from './keys/ApiKeyStore';
import { createKeyVerifier } from './keys/createKeyVerifier';
import { createTokenVerifier } from './tokens/createTokenVerifier';

export interface IdentityOptions {
  httpAuth: HttpAuthService;
  clock: Clock;
  database: Database;
  egress: Egress;
  /** Where instances count together what failed. */
  failures?: SharedFailures;
  logger: LoggerService;
  /** At least 32 bytes that all instances share; signs nonces. */
  secret: Buffer;
  tenancy: Tenancy;
}

export interface IdentityChoices {
  settings: IdentitySettings;
  baseUrls: BaseUrls;
  /** Absent: the portal signs nobody in to clients. */
  signIn?: PortalSignIn;
}

export interface Identity extends Slice {
  /** Before everything: gives each answer its request id. */
  identify: RequestHandler;
  /** Before every route that needs a caller. */
  authenticate: RequestHandler;
  /** Behind `authenticate`, before what machines need scopes for. */
  requireScopes(lackedBy: ScopesLackedBy): RequestHandler;
  /** Who asks, where there is no request of ours. */
  contextOf: ContextOfCredentials;
  /** Open to everyone, below our own path: where tokens come from. */
  openRouter: Router;
  /** The same for the root of the backend, and the path that it is for. */
  rootMetadata: { path: string; handler: RequestHandler };
  /** Where clients look for what the portal's authorization server is; absent where it signs nobody in, or elsewhere. */
  signInMetadata?: { path: string; handler: RequestHandler };
  /** API keys, for whoever makes and revokes them. */
  keys: ApiKeyStore;
}

/** Who is calling. */
export function createIdentity(
  options: IdentityOptions,
  choices: IdentityChoices,
): Identity {
  const { clock, database } = options;
  const { baseUrls } = choices;
  const keys = new ApiKeyStore(database);
  const replays = new ReplayStore(database);
  const resources = createResources(baseUrls, choices);
  const challenges = createChallenges({
    metadataUrlOf: resources.metadataUrlOf,
    proofAlgorithms: PROOF_ALGORITHMS,
  });
  return {
    identify: identifyRequest(),
    authenticate: createGate(options, choices, {
      keys,
      replays,
      resources,
      challenges,
    }),
    requireScopes: lackedBy => createScopeGuard(challenges, lackedBy),
    contextOf: contextOfCredentials(options.tenancy),
    openRouter: createMetadataRouter(METADATA_PATH, resources),
    rootMetadata: {
      path: METADATA_PATH + new URL(baseUrls.internal).pathname,
      handler: createRouter().use(
        identifyRequest(),
        createMetadataRouter('/', resources),
        problemHandler(options),
      ),
    },
    ...signInMetadataOf(choices),
    keys,
    // Forgets used proofs that are too old to be accepted.
    prunes: [limit => replays.prune({ now: clock.now(), limit })],
  };
}

/** It stands at the authorization server's own path already, where OpenID Connect has it; clients that know OAuth alone look at the root. */
function signInMetadataOf({
  signIn,
  baseUrls,
}: IdentityChoices): Pick<Identity, 'signInMetadata'> {
  if (!signIn) return {};
  const { origin, pathname } = new URL(signIn.issuer);
  if (origin !== new URL(baseUrls.external).origin) return {};
  const handler: RequestHandler = (_req, res) =>
    res.redirect(307, `${signIn.issuer}/.well-known/openid-configuration`);
  const path = `/.well-known/oauth-authorization-server${pathname}`;
  return { signInMetadata: { path, handler } };
}

/** The one middleware that says who asks. */
function createGate(
  options: IdentityOptions,
  { settings, baseUrls }: IdentityChoices,
  parts: {
    keys: ApiKeyStore;
    replays: ReplayStore;
    resources: ProtectedResources;
    challenges: Challenges;
  },
): RequestHandler {
  const { clock, secret, tenancy } = options;
  const { keys, replays, resources, challenges } = parts;
  const nonces = createNonces({ secret, clock });
  return authenticate({
    verifierOf: chooseVerifier({
      verifyKey: createKeyVerifier({ ...options, keys }),
      tokens: createTokenVerifier({
        ...options,
        issuers: settings.issuers,
        defaultOrganisation: SINGLE.id,
      }),
      endpointOf: resources.endpointOf,
      ofPortal: createPortalVerifier(options),
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
    challenges,
    guesses: createGuessGuard(clock, options.failures),
    nonces,
    tenancy,
  });
}
