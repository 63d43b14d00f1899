import {
  Client as ClientOfV2,
  StreamableHTTPClientTransport as TransportOfV2,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';

const INFO = { name: 'test', version: '1' };
const CAPABILITIES = { elicitation: {}, sampling: {}, roots: {} };

/** What the person behind a client types into any form, what its model says, and where it works. */
const FORM = {
  username: 'ada',
  email: 'ada@example.com',
  name: 'Ada',
  color: 'blue',
  ok: true,
};
const elicited = (params: unknown) => {
  const { requestedSchema } = params as {
    requestedSchema: { properties: object };
  };
  const asked = Object.keys(requestedSchema.properties);
  const content = Object.fromEntries(
    Object.entries(FORM).filter(([name]) => asked.includes(name)),
  );
  return { action: 'accept' as const, content };
};
const SAMPLED = {
  role: 'assistant' as const,
  model: 'test',
  content: { type: 'text' as const, text: 'Hello' },
};
const ROOTS = { roots: [{ uri: 'file:///home/ada' }] };

type Changed = (list: string) => void;
export interface AskableClient {
  callTool(asked: {
    name: string;
    arguments?: Record<string, unknown>;
  }): Promise<{ content?: unknown; isError?: boolean }>;
  listTools(): Promise<{ tools: { name: string }[] }>;
  /** Hears of the resource from now on. */
  watch(uri: string): Promise<void>;
  unwatch(uri: string): Promise<void>;
  close(): Promise<void>;
}
export interface Connecting {
  url: URL;
  headers: Record<string, string>;
  /** Hears which lists changed. */
  onChanged?: Changed;
  /** Hears which resources changed. */
  onUpdated?(uri: string): void;
  /** What it declares; default: everything. */
  capabilities?: object;
}

function listChanged(onChanged: Changed) {
  const of = (list: string) => ({
    autoRefresh: false,
    debounceMs: 0,
    onChanged: () => onChanged(list),
  });
  return {
    tools: of('tools'),
    prompts: of('prompts'),
    resources: of('resources'),
  };
}

async function v1({ url, headers, onChanged, ...more }: Connecting) {
  const { onUpdated = () => {} } = more;
  const { capabilities = CAPABILITIES } = more;
  const client = new Client(INFO, {
    capabilities,
    ...(onChanged && { listChanged: listChanged(onChanged) }),
  } as never);
  if (capabilities === CAPABILITIES) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
      elicited(params),
    );
    client.setRequestHandler(CreateMessageRequestSchema, () => SAMPLED);
    client.setRequestHandler(ListRootsRequestSchema, () => ROOTS);
  }
  const requestInit = { headers };
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => onUpdated(params.uri),
  );
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  return Object.assign(client, {
    watch: async (uri: string) =>
      void (await client.subscribeResource({ uri })),
    unwatch: async (uri: string) =>
      void (await client.unsubscribeResource({ uri })),
  }) as AskableClient;
}

async function v2(
  { url, headers, onChanged, ...more }: Connecting,
  mode: 'legacy' | { pin: string },
) {
  const { capabilities = CAPABILITIES, onUpdated = () => {} } = more;
  const client = new ClientOfV2(INFO, {
    capabilities,
    versionNegotiation: { mode },
    ...(onChanged && { listChanged: listChanged(onChanged) }),
  } as never);
  if (capabilities === CAPABILITIES) {
    client.setRequestHandler('elicitation/create', ({ params }) =>
      elicited(params),
    );
    client.setRequestHandler('sampling/createMessage', () => SAMPLED);
    client.setRequestHandler('roots/list', () => ROOTS);
  }
  client.setNotificationHandler('notifications/resources/updated', note =>
    onUpdated(note.params.uri),
  );
  await client.connect(new TransportOfV2(url, { requestInit: { headers } }));
  let listening: { close(): Promise<void> } | undefined;
  return Object.assign(client, {
    async watch(uri: string) {
      if (mode === 'legacy') await client.subscribeResource({ uri });
      else listening = await client.listen({ resourceSubscriptions: [uri] });
    },
    async unwatch(uri: string) {
      if (mode === 'legacy') await client.unsubscribeResource({ uri });
      else await listening?.close();
    },
  }) as AskableClient;
}

/** Unmodified clients that can be asked, and hear of changes; one for each way to speak with us. */
export const ASKABLE_CLIENTS: Record<
  string,
  (connecting: Connecting) => Promise<AskableClient>
> = {
  'SDK v1, 2025-11-25': v1,
  'SDK v2, 2025-11-25': connecting => v2(connecting, 'legacy'),
  'SDK v2, 2026-07-28': connecting => v2(connecting, { pin: '2026-07-28' }),
};
