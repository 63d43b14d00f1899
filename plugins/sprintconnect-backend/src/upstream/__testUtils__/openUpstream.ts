import type {
  CapabilityKind,
  Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import { fixedClock } from '../../__testUtils__';
import { createEgress } from '../../egress';
import { createUpstream } from '../createUpstream';
import type { EraVerdict } from '../EraVerdict';
import type { UpstreamConnection } from '../Upstream';
import { UpstreamError } from '../UpstreamError';
import {
  type UpstreamSettings,
  upstreamSettingsSchema,
} from '../UpstreamSettings';
import { closeLater } from './peers';

const KINDS: readonly CapabilityKind[] = [
  'tool',
  'resource',
  'resource-template',
  'prompt',
];

export const patient = () => new AbortController().signal;

/** A real upstream over a real egress that may reach loopback. */
export function openUpstream(
  settings: Partial<UpstreamSettings> = {},
  egressOptions: Partial<Parameters<typeof createEgress>[0]> = {},
) {
  const egress = createEgress({
    allow: [{ host: '127.0.0.1' }],
    ...egressOptions,
  });
  closeLater(() => egress.close());
  const clock = fixedClock();
  const upstream = createUpstream({
    egress,
    clock,
    environment: { PATH: process.env.PATH ?? '' },
    settings: {
      ...upstreamSettingsSchema.parse({}),
      requestTimeoutMs: 20_000,
      bodyBytesMax: 1_000_000,
      messagesMax: 1_000,
      ...settings,
    },
  });
  return {
    clock,
    upstream,
    async connect(
      remotes: Remote[],
      prior?: EraVerdict,
      signal = patient(),
    ): Promise<UpstreamConnection> {
      const connection = await upstream.connect(
        {
          orgId: 'default',
          serverId: 'id',
          environment: 'development',
          remotes,
          prior,
        },
        signal,
      );
      closeLater(() => connection.close());
      return connection;
    },
    probe: (
      remotes: Remote[],
      {
        prior,
        timeoutMs = 30_000,
      }: { prior?: EraVerdict; timeoutMs?: number } = {},
    ) =>
      upstream.probe(
        {
          orgId: 'default',
          serverId: 'id',
          environment: 'development',
          remotes,
          prior,
        },
        { signal: patient(), timeoutMs },
      ),
  };
}

export const http = (url: string): Remote => ({ type: 'streamable-http', url });
export const sse = (url: string): Remote => ({ type: 'sse', url });
export const stdio = (url: string): Remote => ({ type: 'stdio', url });

/** The names of everything of a kind. */
export async function namesOf(
  connection: UpstreamConnection,
  kind: CapabilityKind,
): Promise<string[]> {
  const names: string[] = [];
  for await (const page of connection.list(kind, patient())) {
    names.push(...page.map(({ name }) => name));
  }
  return names;
}

/** How many there are of each kind, asked for at once. */
export async function countsOf(connection: UpstreamConnection) {
  const counts = await Promise.all(
    KINDS.map(async kind => (await namesOf(connection, kind)).length),
  );
  return Object.fromEntries(KINDS.map((kind, index) => [kind, counts[index]]));
}

/** The UpstreamError that the work fails with. */
export async function failureOf(
  work: Promise<unknown>,
): Promise<UpstreamError> {
  const error = await work.then(
    () => new Error('it succeeded'),
    each => each,
  );
  expect(error).toBeInstanceOf(UpstreamError);
  return error;
}
