import { rm } from 'node:fs/promises';
import http from 'node:http';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import express from 'express';
import * as jose from 'jose';
import { gatedPlugin } from './gatedPlugin';
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
    secrets: {
      keys: [{ id: 'bench', secret: Buffer.alloc(32, 1).toString('base64') }],
    },
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
