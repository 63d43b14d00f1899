import {
  isInputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
} from '@modelcontextprotocol/server';
import type {
  Implementation,
  ServerOptions,
} from '@modelcontextprotocol/server';
import type { Offer, Surroundings } from './Offer.ts';

export interface ServerIdentity {
  info: Implementation;
  instructions: string;
}

export interface Wiring {
  identity: ServerIdentity;
  /** Asked on every request, so that the answer follows a change at once. */
  offer(): Offer;
  surroundings: Surroundings;
  verifyState: NonNullable<ServerOptions['requestState']>['verify'];
  /** The client of this session wants to hear of a resource, or no longer does. */
  watch?(uri: string, wanted: boolean): void;
}

/** How long a client may keep a list before asking again (MCP 2026-07-28, caching hints). */
const LISTS = { ttlMs: 300_000, cacheScope: 'public' } as const;

/** One server instance over an offer: per request in the modern era, per session in the legacy one. */
export function buildServer(wiring: Wiring): Server {
  const server = new Server(wiring.identity.info, {
    capabilities: {
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      completions: {},
      logging: {},
    },
    instructions: wiring.identity.instructions,
    cacheHints: {
      'server/discover': LISTS,
      'tools/list': LISTS,
      'prompts/list': LISTS,
      'resources/list': LISTS,
      'resources/templates/list': LISTS,
      'resources/read': LISTS,
    },
    requestState: { verify: wiring.verifyState },
  });
  addTools(server, wiring);
  addPrompts(server, wiring);
  addResources(server, wiring);
  addCompletion(server, wiring);
  return server;
}

function addTools(server: Server, { offer, surroundings }: Wiring) {
  server.setRequestHandler('tools/list', () => ({
    tools: offer().tools.map(entry => entry.definition),
  }));
  server.setRequestHandler('tools/call', async (request, ctx) => {
    const { name, arguments: args = {} } = request.params;
    const entry = offer().tools.find(each => each.definition.name === name);
    if (!entry) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no tool "${name}". Ask tools/list.`,
      );
    }
    const answer = await entry.call(args, ctx, surroundings);
    return isInputRequiredResult(answer)
      ? answer
      : server.projectCallToolResult(answer, entry.definition.outputSchema);
  });
}

function addPrompts(server: Server, { offer }: Wiring) {
  server.setRequestHandler('prompts/list', () => ({
    prompts: offer().prompts.map(entry => entry.definition),
  }));
  server.setRequestHandler('prompts/get', (request, ctx) => {
    const { name, arguments: args = {} } = request.params;
    const entry = offer().prompts.find(each => each.definition.name === name);
    if (!entry) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no prompt "${name}". Ask prompts/list.`,
      );
    }
    const missing = (entry.definition.arguments ?? []).find(
      argument => argument.required && args[argument.name] === undefined,
    );
    if (missing) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Prompt "${name}" needs the argument "${missing.name}".`,
      );
    }
    return entry.get(args, ctx);
  });
}

function addResources(server: Server, { offer, watch }: Wiring) {
  server.setRequestHandler('resources/list', () => ({
    resources: offer().resources.map(entry => entry.definition),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: offer().templates.map(entry => entry.definition),
  }));
  server.setRequestHandler('resources/read', request => {
    const { uri } = request.params;
    const { resources, templates } = offer();
    const found = resources.find(each => each.definition.uri === uri)?.read();
    const contents = found ?? firstOf(templates, each => each.read(uri));
    if (!contents) throw new ResourceNotFoundError(uri);
    return contents;
  });
  if (!watch) return;
  server.setRequestHandler('resources/subscribe', request => {
    watch(request.params.uri, true);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', request => {
    watch(request.params.uri, false);
    return {};
  });
}

function addCompletion(server: Server, { offer }: Wiring) {
  server.setRequestHandler('completion/complete', request => {
    const { ref, argument } = request.params;
    const { prompts, templates } = offer();
    const entry =
      ref.type === 'ref/prompt'
        ? prompts.find(each => each.definition.name === ref.name)
        : templates.find(each => each.definition.uriTemplate === ref.uri);
    const values = entry?.complete?.(argument.name, argument.value) ?? [];
    return {
      completion: {
        values: values.slice(0, 100),
        total: values.length,
        hasMore: values.length > 100,
      },
    };
  });
}

function firstOf<T, R>(items: T[], ask: (item: T) => R | undefined) {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
