import { pbkdf2 } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { createEgress } from '../src/egress';
import { createResolve } from '../src/egress/createResolve';
import { createUpstream, upstreamSettingsSchema } from '../src/upstream';
import type { Result } from './Result';
import { Samples } from './Samples';
import { newDirectory } from './startBackend';
import { startFixtures } from './startFixtures';

const SILENT = 50;
const ROUNDS = 40;

const remoteAt = (url: string): Remote => ({ type: 'streamable-http', url });

/** What a process does beside {@link SILENT} servers whose name server never answers, beside the same without them. */
export async function silentNames(): Promise<Result[]> {
  const fixtures = await startFixtures();
  const nameServer = createSocket('udp4');
  nameServer.bind(0, '127.0.0.1');
  await once(nameServer, 'listening');
  const directory = await newDirectory();
  const hostsFile = join(directory, 'hosts');
  await writeFile(hostsFile, '127.0.0.1 good.example\n');
  const egress = createEgress({
    allow: [{ host: 'good.example', ports: [fixtures.port] }],
    resolve: createResolve({
      servers: [`127.0.0.1:${nameServer.address().port}`],
      hostsFile,
    }),
  });
  const upstream = createUpstream({
    egress,
    clock: { now: () => new Date() },
    environment: {},
    settings: upstreamSettingsSchema.parse({ requestTimeoutMs: 5_000 }),
  });
  const target = (url: string) => ({
    orgId: 'default',
    serverId: 'id',
    environment: 'development',
    remotes: [remoteAt(url)],
  });
  const good = target(fixtures.url('one').replace('127.0.0.1', 'good.example'));
  const { signal } = new AbortController();
  const works: Record<string, () => Promise<unknown>> = {
    'fs.readFile': () => readFile(__filename),
    'zlib.gzip': () => promisify(gzip)(Buffer.alloc(100_000)),
    'crypto.pbkdf2': () => promisify(pbkdf2)('a', 'b', 10_000, 32, 'sha256'),
    'dns.lookup of others': () => lookup('localhost'),
    probe: () => upstream.probe(good, { signal, timeoutMs: 5_000 }),
    discovery: async () => {
      const connection = await upstream.connect(good, signal);
      for await (const _page of connection.list('tool', signal));
      await connection.close();
    },
  };
  const measure = async () => {
    const medians: Record<string, number> = {};
    for (const [what, work] of Object.entries(works)) {
      const samples = new Samples();
      for (let round = 0; round < ROUNDS; round++) await samples.time(work);
      medians[what] = samples.quantile(0.5);
    }
    return medians;
  };
  try {
    await measure();
    const alone = await measure();
    let isOver = false;
    const silent = Array.from({ length: SILENT }, async (_, index) => {
      while (!isOver) {
        await upstream
          .connect(target(`http://mute-${index}.example/mcp`), signal)
          .catch(() => {});
      }
    });
    const beside = await measure();
    isOver = true;
    await Promise.all(silent);
    return Object.keys(works).map(what => ({
      what: `${what} beside ${SILENT} silent names, p50`,
      measured: beside[what],
      unit: 'ms' as const,
      baseline: { what: 'without them', value: alone[what] },
      // A resolution that holds its thread takes seconds.
      goal: { atMost: Math.ceil(Math.max(10, 3 * alone[what])) },
    }));
  } finally {
    await egress.close();
    nameServer.close();
    fixtures.stop();
    await rm(directory, { recursive: true });
  }
}
