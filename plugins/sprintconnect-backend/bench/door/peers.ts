import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../startBackend';
import { type Caller, legacyCaller } from './postingCaller';
import { sseCaller } from './sseCaller';

const PATIENCE_MS = 60_000;

export interface Peer {
  name: string;
  pid: number;
  caller: Caller;
  stop(): Promise<void>;
}

interface Way {
  /** In the folder of commands of packages. */
  command: string;
  args: string[];
  env?: Record<string, string>;
  connect(): Promise<Caller>;
}

interface Place {
  port: number;
  upstream: string;
  folder: string;
}

const stdio = [
  process.execPath,
  resolve(__dirname, 'upstreamFixture.ts'),
  '--stdio',
];
const mcp = (port: number) => `http://127.0.0.1:${port}/mcp`;
const TOOL = 'weather';

/** How each is started before the same server, as its own documentation says. scripts/bench.mjs names the releases. */
const WAYS: Record<string, (place: Place) => Way> = {
  'mcp-hub': ({ port, upstream, folder }) => {
    const config = join(folder, 'hub.json');
    const servers = { up: { url: upstream } };
    writeFileSync(config, JSON.stringify({ mcpServers: servers }));
    return {
      command: 'mcp-hub',
      args: ['--port', String(port), '--config', config],
      connect: () => sseCaller(mcp(port), TOOL),
    };
  },
  'mcp-proxy': ({ port }) => ({
    command: 'mcp-proxy',
    args: ['--port', String(port), '--host', '127.0.0.1', '--', ...stdio],
    connect: () => legacyCaller({ url: mcp(port), tool: TOOL }),
  }),
  supergateway: ({ port }) => ({
    command: 'supergateway',
    args: [
      ...['--stdio', stdio.join(' '), '--port', String(port), '--stateful'],
      ...['--outputTransport', 'streamableHttp', '--logLevel', 'none'],
    ],
    connect: () => legacyCaller({ url: mcp(port), tool: TOOL }),
  }),
  // Its command looks at the name of its own file, which is not that of the link.
  '@civic/passthrough-mcp-server': ({ port, upstream }) => ({
    command: '../@civic/passthrough-mcp-server/dist/cli.js',
    args: [],
    env: {
      PORT: String(port),
      TARGET_SERVER_URL: new URL(upstream).origin,
      LOG_LEVEL: 'error',
    },
    connect: () => legacyCaller({ url: mcp(port), tool: TOOL }),
  }),
};

/** The gateways of others that can be started here; undefined for `bin` says that they could not be fetched. */
export function peerNames(bin: string | undefined): string[] {
  return bin ? Object.keys(WAYS) : [];
}

/** Starts one of them in front of `upstream`, and waits until a tool can be called through it. */
export async function startPeer(
  name: string,
  { bin, upstream }: { bin: string; upstream: string },
): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'sprintconnect-bench-peer-'));
  const way = WAYS[name]({ port: await freePort(), upstream, folder });
  const child = spawn(process.execPath, [join(bin, way.command), ...way.args], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
    // Of its own group, so that the server that it started ends with it.
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', HOME: folder, ...way.env },
  });
  const stop = async () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    let caller: Caller | undefined;
    try {
      caller = await way.connect();
      await caller.call();
      return { name, pid: child.pid!, caller, stop };
    } catch (error) {
      await caller?.close();
      if (child.exitCode !== null || performance.now() > deadline) {
        await stop();
        throw error;
      }
      await new Promise(done => setTimeout(done, 250));
    }
  }
}
