/**
 * A process of its own: what the official conformance suite runs as the client under test. It opens a channel to the URL that comes
 * last, lists the tools, and calls what the scenario names, or else every tool that has a plausible use.
 */
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { createEgress } from '../src/egress';
import { createUpstream } from '../src/upstream/createUpstream';
import type {
  ChannelHandling,
  UpstreamChannel,
} from '../src/upstream/UpstreamChannel';
import { UpstreamError } from '../src/upstream/UpstreamError';
import { upstreamSettingsSchema } from '../src/upstream/UpstreamSettings';

const VALUES: Readonly<Record<string, unknown>> = {
  string: 'text',
  integer: 1,
  number: 1,
  boolean: true,
};

interface ToolCall {
  name: string;
  arguments: JsonObject;
}

async function main() {
  const url = String(process.argv.at(-1));
  const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
  const egress = createEgress({
    allow: [{ host: '127.0.0.1' }, { host: 'localhost' }],
  });
  const upstream = createUpstream({
    egress,
    clock: { now: () => new Date() },
    environment: {},
    settings: upstreamSettingsSchema.parse({}),
  });
  const { signal } = new AbortController();
  const clientCapabilities = { elicitation: { form: { applyDefaults: true } } };
  const channel = await upstream.openChannel(
    {
      orgId: 'default',
      serverId: 'conformance',
      environment: 'development',
      remotes: [{ type: 'streamable-http', url }],
    },
    { signal, clientCapabilities },
  );
  const handling: ChannelHandling = {
    signal,
    timeoutMs: 20_000,
    clientCapabilities,
    resultBytesMax: 1_000_000,
    onQuestion: async ({ params }) => accept(params),
  };
  const list = await channel.request(
    { method: 'tools/list', params: {} },
    handling,
  );
  const tools = ('result' in list ? list.result.tools : []) as JsonObject[];
  const calls: ToolCall[] =
    context.toolCalls ??
    tools.map(({ name, inputSchema }) => ({
      name: String(name),
      arguments: valuesOf(inputSchema as JsonObject),
    }));
  for (const call of calls) {
    const tool = tools.find(({ name }) => name === call.name);
    await use(channel, { call, tool, handling }).catch(error => {
      // What must not be called is refused; the next one may be fine.
      if (!(error instanceof UpstreamError && error.neverRan)) throw error;
    });
  }
  await channel.close();
  await egress.close();
}

async function use(
  channel: UpstreamChannel,
  asked: { call: ToolCall; tool?: JsonObject; handling: ChannelHandling },
) {
  const { call, tool, handling } = asked;
  const inputSchema = tool?.inputSchema as JsonObject | undefined;
  const ask = (more: JsonObject) =>
    channel.request(
      { method: 'tools/call', params: { ...call, ...more }, inputSchema },
      handling,
    );
  let answer = await ask({});
  for (let round = 0; round < 5 && 'result' in answer; round++) {
    const { resultType, inputRequests = {}, requestState } = answer.result;
    if (resultType !== 'input_required') return;
    const inputResponses = Object.fromEntries(
      Object.entries(inputRequests as Record<string, JsonObject>).map(
        ([key, { params }]) => [key, accept(params as JsonObject)],
      ),
    );
    answer = await ask({
      inputResponses,
      ...(requestState !== undefined && { requestState }),
    });
  }
}

function accept({ requestedSchema }: JsonObject): JsonObject {
  return {
    action: 'accept',
    content: valuesOf((requestedSchema ?? {}) as JsonObject),
  };
}

function valuesOf({ properties = {} }: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties as Record<string, JsonObject>).map(
      ([name, each]) => [name, each.default ?? VALUES[String(each.type)]],
    ),
  );
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  },
);
