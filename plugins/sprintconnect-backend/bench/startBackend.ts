import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';

const TOKEN = 'bench-token-of-one-run';
const CALL_TIMEOUT_MS = 30_000;
/** Of no worth: what is measured is not production. */
const KEY = Buffer.alloc(32, 1).toString('base64');
const PLENTY = 1_000_000_000;
const LIMITS = {
  address: { perMinute: PLENTY },
  global: { perSecond: PLENTY, burst: PLENTY },
  organisation: { perMinute: PLENTY, perDay: PLENTY },
  apiKey: { perMinute: PLENTY, concurrent: 1_000 },
};

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise(listening => probe.once('listening', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise(closed => probe.close(closed));
  return port;
}

/** A folder for databases, under the system's temporary one. */
export function newDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sprintconnect-bench-'));
}

/** Where scripts/bench.mjs has built the plugin as portals install it. */
function builtPlugin(): string {
  const file = process.env.SPRINTCONNECT_BUILT;
  if (!file) throw new Error('Start benchmarks by `npm run bench`');
  return file;
}

/** A call of the backend: the answer must be the expected status, or the benchmark measures nothing. */
export type Call = (
  method: string,
  path: string,
  options?: { body?: unknown; expect?: number },
) => Promise<any>;

/** A real backend with the plugin on a SQLite file in a temporary folder, called with a service token. */
export async function startBackend(options: {
  /** The port of the fixtures on loopback. */
  upstreamPort: number | 'any';
  roles: string[];
  /** Default: from its sources. As it is built for portals, where that was done before; or not at all. */
  plugin?: 'sources' | 'built' | 'none';
  /** A catalog beside the plugin, as every portal has one. */
  withCatalog?: boolean;
  /** Whether servers are probed, as soon as they are registered and again and again. Default true. */
  withProbes?: boolean;
  /** Whether requests are counted; what they are counted against is never reached. Default false. */
  withLimits?: boolean;
  /** Default: a new folder, removed when the backend stops. */
  directory?: string;
  /** In place of SQLite in that folder: `backend.database`. */
  database?: JsonObject;
}) {
  const directory = options.directory ?? (await newDirectory());
  const port = await freePort();
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://localhost:3000' },
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port },
          database: options.database ?? {
            client: 'better-sqlite3',
            connection: { directory },
          },
          auth: {
            externalAccess: [
              { type: 'static', options: { token: TOKEN, subject: 'bench' } },
            ],
          },
        },
        sprintconnect: {
          roles: options.roles,
          secrets: { keys: [{ id: 'bench', secret: KEY }] },
          health: { enabled: options.withProbes ?? true },
          // One caller asks as fast as it can, which is what limits are against.
          limits: options.withLimits ? LIMITS : { enabled: false },
          egress: {
            allow: [
              options.upstreamPort === 'any'
                ? { host: '127.0.0.1' }
                : { host: '127.0.0.1', ports: [options.upstreamPort] },
            ],
          },
        },
      },
    }),
  );
  backend.add(mockServices.rootLogger.factory({ level: 'error' }));
  if (options.withCatalog) {
    backend.add(import('@backstage/plugin-catalog-backend'));
  }
  // Loaded here, so that a backend without the plugin does not pay for its modules.
  const { plugin = 'sources' } = options;
  if (plugin === 'sources') backend.add(import('../src'));
  if (plugin === 'built') backend.add(import(builtPlugin()));
  await backend.start();

  const call: Call = async (method, path, { body, expect = 200 } = {}) => {
    const { status, text } = await withSignal(
      { timeoutMs: CALL_TIMEOUT_MS },
      async signal => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${TOKEN}`,
            'Content-Type': 'application/json',
          },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal,
        });
        return { status: response.status, text: await response.text() };
      },
    );
    if (status !== expect)
      throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const stop = async () => {
    await backend.stop();
    if (!options.directory) {
      await rm(directory, { recursive: true, force: true });
    }
  };
  return { call, stop, url: `http://127.0.0.1:${port}`, token: TOKEN };
}
