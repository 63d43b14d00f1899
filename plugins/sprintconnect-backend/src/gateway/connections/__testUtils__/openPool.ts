import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import type { ChannelAnswer, UpstreamChannel } from '../../../upstream';
import {
  openUpstream,
  patient,
} from '../../../upstream/__testUtils__/openUpstream';
import { closeLater } from '../../../upstream/__testUtils__/peers';
import { connectionSettingsSchema } from '../ConnectionSettings';
import type { WantedConnection } from '../ConnectionPool';
import type { ConnectionPoolDeps } from '../ConnectionPoolDeps';
import { createConnectionPool } from '../createConnectionPool';

/** A pool over a real upstream that may reach loopback, which counts the channels that it opens. */
export function openPool({
  settings,
  restOf = async () => undefined,
  stdio,
}: {
  settings?: Partial<ConnectionPoolDeps['settings']>;
  restOf?: ConnectionPoolDeps['restOf'];
  stdio?: NonNullable<Parameters<typeof openUpstream>[0]>['stdio'];
} = {}) {
  const { upstream, clock } = openUpstream({
    requestTimeoutMs: 30_000,
    connectTimeoutMs: 30_000,
    ...(stdio && { stdio }),
  });
  const opened: UpstreamChannel[] = [];
  let asked = 0;
  const pool = createConnectionPool({
    settings: { ...connectionSettingsSchema.parse({}), ...settings },
    clock,
    restOf,
    openChannel: async (...args) => {
      asked++;
      const channel = await upstream.openChannel(...args);
      opened.push(channel);
      return channel;
    },
  });
  closeLater(() => pool.stop(0));
  return { pool, clock, opened, asked: () => asked };
}

export const legacy = {
  era: 'legacy',
  protocolVersion: '2025-11-25',
  at: new Date('2026-11-22T12:00:00.000Z'),
} as const;

/** A caller's wish for a server at an address. */
export function wanted(
  remote: Remote | string,
  {
    serverId = 'server',
    ...more
  }: Partial<WantedConnection> & { serverId?: string } = {},
): WantedConnection {
  const one: Remote =
    typeof remote === 'string'
      ? { type: 'streamable-http', url: remote }
      : remote;
  return {
    target: {
      orgId: 'default',
      serverId,
      environment: 'development',
      remotes: [one],
      prior: legacy,
    },
    callerKey: 'ada',
    clientCapabilities: {},
    ...more,
  };
}

/** Work that asks one thing. */
export function ask(
  method: string,
  params = {},
  signal = patient(),
): (channel: UpstreamChannel) => Promise<ChannelAnswer> {
  return channel =>
    channel.request(
      { method, params },
      {
        signal,
        timeoutMs: 30_000,
        clientCapabilities: {},
        resultBytesMax: 1_000_000,
      },
    );
}
