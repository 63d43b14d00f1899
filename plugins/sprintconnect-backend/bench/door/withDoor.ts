import type { BenchDatabase } from '../benchDatabase';
import { forkPorts } from '../forkPorts';
import { type Caller, modernCaller } from './postingCaller';
import { prepareDoor } from './prepareDoor';
import { startDoor } from './startDoor';

/** A process that is called, or through which is called. */
export interface Upstream {
  url: string;
  pid: number;
}

/** Starts the server that all are measured with, for as long as `work` takes. */
export async function withUpstream<T>(
  work: (upstream: Upstream) => Promise<T>,
): Promise<T> {
  const { ports, pid, stop } = await forkPorts('door/upstreamFixture.ts');
  try {
    return await work({ url: `http://127.0.0.1:${ports[0]}/mcp`, pid });
  } finally {
    stop();
  }
}

/** The door over a database that holds so many servers, for as long as `work` takes. */
export async function withDoor<T>(
  database: BenchDatabase,
  options: { servers: number; upstream: Upstream },
  work: (door: {
    pid: number;
    /** Somebody who calls at the endpoint of a server, with a key. */
    callerOf(server: { environment: string; name: string }): Caller;
  }) => Promise<T>,
): Promise<T> {
  const { servers, upstream } = options;
  const key = await prepareDoor(database, { servers, upstream: upstream.url });
  const door = await startDoor(database, ['api']);
  const callers: Caller[] = [];
  try {
    return await work({
      pid: door.pid,
      callerOf({ environment, name }) {
        const caller = modernCaller({
          url: `${door.url}/mcp/servers/${environment}/${name}`,
          tool: 'weather',
          headers: { authorization: `Bearer ${key}` },
        });
        callers.push(caller);
        return caller;
      },
    });
  } finally {
    for (const caller of callers) await caller.close();
    await door.stop();
  }
}
