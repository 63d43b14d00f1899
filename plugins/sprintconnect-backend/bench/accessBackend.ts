import { rm } from 'node:fs/promises';
import http from 'node:http';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import express from 'express';
import * as jose from 'jose';
import { createAccess } from '../src/access';
import { createAudit } from '../src/audit';
import { createEgress } from '../src/egress';
import {
  contextOf,
  createCursors,
  createRouter,
  jsonBody,
  openInstanceSecret,
  problemHandler,
} from '../src/http';
import { createLimits } from '../src/limits';
import { openDatabase, systemClock } from '../src/platform';
import { readSettings } from '../src/config';
import { freePort, newDirectory } from './startBackend';

const ALWAYS = 1_000_000_000;
const HOUR_SECONDS = 3600;

/** Tokens of the two authorization servers that the backend knows: the portal's, and one for agents. */
interface Signer {
  user(): Promise<string>;
  agent(claims?: jose.JWTPayload): Promise<string>;
}

/** What the access path is measured against: one route behind it, and the same route without it. */
export interface AccessBackend {
  url: string;
  signer: Signer;
  get(path: string, headers: Record<string, string>): Promise<void>;
  post(path: string, token: string, body: object): Promise<any>;
  stop(): Promise<void>;
}

/** A real backend with Backstage's own authentication, on a SQLite file or what `database` says. */
export async function startAccessBackend(
  database?: JsonObject,
): Promise<AccessBackend> {
  const directory = await newDirectory();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const keys = await jose.generateKeyPair('ES256', { extractable: true });
  const jwk = await jose.exportJWK(keys.publicKey);
  const jwks = { keys: [{ ...jwk, kid: 'k', alg: 'ES256' }] };
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://localhost:3000' },
        backend: {
          baseUrl: origin,
          listen: { host: '127.0.0.1', port },
          database: database ?? {
            client: 'better-sqlite3',
            connection: { directory },
          },
        },
        sprintconnect: configOf(`${origin}/api/auth`),
      },
    }),
  );
  backend.add(mockServices.rootLogger.factory({ level: 'error' }));
  backend.add(issuerPlugin(jwks));
  backend.add(gatedPlugin);
  await backend.start();

  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return {
    url: `${origin}/api/sprintconnect`,
    signer: signerOf(keys.privateKey, `${origin}/api/auth`),
    get: (path, headers) =>
      get(`${origin}/api/sprintconnect${path}`, agent, headers),
    post: async (path, token, body) => {
      const answer = await fetch(`${origin}/api/sprintconnect${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    stop: async () => {
      agent.destroy();
      await backend.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Every limit counts, and none is reached. */
function configOf(issuer: string): JsonObject {
  return {
    access: {
      issuers: [
        {
          issuer,
          audience: 'bench',
          jwksUrl: `${issuer}/.well-known/jwks.json`,
        },
      ],
      dpop: { requireNonce: false },
    },
    egress: { allow: [{ host: '127.0.0.1' }] },
    limits: {
      address: { perMinute: ALWAYS },
      global: { perSecond: ALWAYS, burst: ALWAYS },
      organisation: { perMinute: ALWAYS, perDay: ALWAYS },
      user: { perMinute: ALWAYS },
      apiKey: { perMinute: ALWAYS, concurrent: 50 },
    },
  };
}

/** Serves the public keys where Backstage looks for those of its users. */
function issuerPlugin(jwks: jose.JSONWebKeySet) {
  return createBackendPlugin({
    pluginId: 'auth',
    register: env =>
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          const router = express.Router();
          router.get('/.well-known/jwks.json', (_req, res) => {
            res.json(jwks);
          });
          httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
          httpRouter.use(router);
        },
      }),
  });
}

/** The gate of the plugin as plugin.ts mounts it, before a route that does nothing. */
const gatedPlugin = createBackendPlugin({
  pluginId: 'sprintconnect',
  register: env =>
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        databaseService: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init(services) {
        const { config, discovery, httpRouter, logger } = services;
        const settings = readSettings(config);
        const clock = systemClock;
        const database = await openDatabase(services.databaseService);
        const secret = await openInstanceSecret(database, {
          name: 'http',
          clock,
        });
        const access = createAccess(
          {
            ...services,
            database,
            clock,
            secret,
            audit: createAudit({ database, clock, logger }),
            cursors: createCursors(secret),
            egress: createEgress({ allow: settings.egress.allow }),
            outbox: { add: async () => {} },
          },
          {
            access: settings.access,
            baseUrls: {
              external: await discovery.getExternalBaseUrl('sprintconnect'),
              internal: await discovery.getBaseUrl('sprintconnect'),
            },
            environments: [],
            stdioEntries: [],
          },
        );
        const limits = createLimits({
          settings: settings.limits,
          clock,
          logger,
        });
        const app = createRouter();
        app.get('/open', async (_req, res) => {
          res.json({ done: true });
        });
        app.use(access.identify);
        app.use('/v1', limits.beforeCaller, access.authenticate);
        app.use('/v1', ...limits.ofCaller, jsonBody());
        app.get('/v1/gated', async (req, res) => {
          await access.authorizer.require(contextOf(req), serverReadPermission);
          res.json({ done: true });
        });
        app.use(access.router, problemHandler({ logger }));
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        httpRouter.use(app);
      },
    }),
});

function signerOf(key: jose.CryptoKey, issuer: string): Signer {
  const sign = (typ: string, claims: jose.JWTPayload) =>
    new jose.SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + HOUR_SECONDS)
      .sign(key);
  return {
    user: () =>
      sign('vnd.backstage.user', {
        iss: 'https://portal.example',
        sub: 'user:default/bench',
        aud: 'backstage',
      }),
    agent: claims =>
      sign('at+jwt', {
        iss: issuer,
        sub: 'robot',
        aud: 'bench',
        scope: 'mcp:servers:read',
        ...claims,
      }),
  };
}

function get(
  url: string,
  agent: http.Agent,
  headers: Record<string, string>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = http.get(url, { agent, headers }, res => {
      res.resume();
      res.on('end', () =>
        res.statusCode === 200
          ? resolve()
          : reject(new Error(`${url} answered ${res.statusCode}`)),
      );
    });
    sent.on('error', reject);
  });
}
