import type { RequestHandler, Router } from 'express';
import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
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
import { createChallenges } from './createChallenges';
import { createGuessGuard } from './createGuessGuard';
import {
  createMetadataRouter,
  METADATA_PATH,
  metadataOf,
} from './createMetadataRouter';
import { createPortalVerifier } from './createPortalVerifier';
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
}

export interface Identity extends Slice {
  /** Before everything: gives each answer its request id. */
  identify: RequestHandler;
  /** Before every route that needs a caller. */
  authenticate: RequestHandler;
  /** Who asks, where there is no request of ours. */
  contextOf: ContextOfCredentials;
  /** Open to everyone, below our own path: where tokens come from. */
  openRouter: Router;
  /** The same for the root of the backend, and the path that it is for. */
  rootMetadata: { path: string; handler: RequestHandler };
  /** API keys, for whoever makes and revokes them. */
  keys: ApiKeyStore;
}

/** Who is calling. */
export function createIdentity(
  options: IdentityOptions,
  choices: IdentityChoices,
): Identity {
  const { clock, database } = options;
  const { settings, baseUrls } = choices;
  const keys = new ApiKeyStore(database);
  const replays = new ReplayStore(database);
  const metadata = metadataOf(baseUrls.external, settings);
  return {
    identify: identifyRequest(),
    authenticate: createGate(options, choices, { keys, replays }),
    contextOf: contextOfCredentials(options.tenancy),
    openRouter: createMetadataRouter(METADATA_PATH, metadata),
    rootMetadata: {
      path: METADATA_PATH + new URL(baseUrls.internal).pathname,
      handler: createMetadataRouter('/', metadata),
    },
    keys,
    // Forgets used proofs that are too old to be accepted.
    prunes: [limit => replays.prune({ now: clock.now(), limit })],
  };
}

/** The one middleware that says who asks. */
function createGate(
  options: IdentityOptions,
  { settings, baseUrls }: IdentityChoices,
  { keys, replays }: { keys: ApiKeyStore; replays: ReplayStore },
): RequestHandler {
  const { clock, secret, tenancy } = options;
  const nonces = createNonces({ secret, clock });
  return authenticate({
    verifierOf: chooseVerifier({
      verifyKey: createKeyVerifier({ ...options, keys }),
      tokens: createTokenVerifier({
        ...options,
        issuers: settings.issuers,
        defaultOrganisation: SINGLE.id,
      }),
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
    challenges: createChallenges({
      metadataUrl: metadataUrlOf(baseUrls),
      proofAlgorithms: PROOF_ALGORITHMS,
    }),
    guesses: createGuessGuard(clock, options.failures),
    nonces,
    tenancy,
  });
}

/** Below the origin, where clients look first; but a proxy that adds to our path leads only to what lies below it. */
function metadataUrlOf({ external, internal }: BaseUrls): string {
  const { origin, pathname } = new URL(external);
  return pathname === new URL(internal).pathname
    ? origin + METADATA_PATH + pathname
    : external + METADATA_PATH;
}
