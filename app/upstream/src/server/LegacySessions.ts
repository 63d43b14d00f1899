import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type {
  EventStore,
  JSONRPCMessage,
  Server,
} from '@modelcontextprotocol/server';

interface Session {
  server: Server;
  transport: WebStandardStreamableHTTPServerTransport;
  watched: Set<string>;
  usedAt: number;
}

const SESSIONS_MAX = 200;

/** Keeps the last messages of a session, so that a client that lost its stream can read on. */
class RecentEvents implements EventStore {
  readonly #events: {
    id: string;
    stream: string;
    message: JSONRPCMessage;
  }[] = [];

  async storeEvent(stream: string, message: JSONRPCMessage) {
    const id = randomUUID();
    this.#events.push({ id, stream, message });
    if (this.#events.length > 500) this.#events.shift();
    return id;
  }

  async getStreamIdForEventId(id: string) {
    return this.#events.find(event => event.id === id)?.stream;
  }

  async replayEventsAfter(
    lastId: string,
    to: { send: (id: string, message: JSONRPCMessage) => Promise<void> },
  ) {
    const at = this.#events.findIndex(event => event.id === lastId);
    if (at < 0) throw new Error(`Event ${lastId} is no longer kept`);
    const { stream } = this.#events[at];
    for (const event of this.#events.slice(at + 1)) {
      const hasContent = Object.keys(event.message).length > 0;
      if (event.stream === stream && hasContent) {
        await to.send(event.id, event.message);
      }
    }
    return stream;
  }
}

/** The 2025-11-25 half of an endpoint: sessions, each with its own server, oldest unused one dropped first. */
export class LegacySessions {
  readonly #sessions = new Map<string, Session>();
  readonly #build: (watch: (uri: string, wanted: boolean) => void) => Server;

  constructor(
    build: (watch: (uri: string, wanted: boolean) => void) => Server,
  ) {
    this.#build = build;
  }

  /** Answers one request of a session, or of a client that is about to open one. */
  async handle(request: Request): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    if (id === null) return this.#open(request);
    const session = this.#sessions.get(id);
    if (!session) {
      return refuse(404, -32001, 'Session not found. Initialize again.');
    }
    session.usedAt = Date.now();
    return session.transport.handleRequest(request);
  }

  async #open(request: Request): Promise<Response> {
    if (request.method !== 'POST') {
      return refuse(400, -32000, 'Mcp-Session-Id is missing.');
    }
    const watched = new Set<string>();
    const server = this.#build((uri, wanted) =>
      wanted ? watched.add(uri) : watched.delete(uri),
    );
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new RecentEvents(),
      retryInterval: 500,
      onsessioninitialized: id => {
        this.#dropOldest();
        const session = { server, transport, watched, usedAt: Date.now() };
        this.#sessions.set(id, session);
      },
      onsessionclosed: id => {
        this.#sessions.delete(id);
      },
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  }

  #dropOldest() {
    if (this.#sessions.size < SESSIONS_MAX) return;
    const [oldest] = [...this.#sessions].sort(
      ([, a], [, b]) => a.usedAt - b.usedAt,
    );
    this.#sessions.delete(oldest[0]);
    void oldest[1].server.close();
  }

  announce(list: 'tools' | 'prompts' | 'resources') {
    for (const { server } of this.#sessions.values()) {
      const sent = {
        tools: () => server.sendToolListChanged(),
        prompts: () => server.sendPromptListChanged(),
        resources: () => server.sendResourceListChanged(),
      }[list]();
      sent.catch(() => undefined); // the listener has gone; its session ends by itself
    }
  }

  /** Tells the sessions that watch a resource that it changed. */
  update(uri: string) {
    for (const { server, watched } of this.#sessions.values()) {
      if (!watched.has(uri)) continue;
      server.sendResourceUpdated({ uri }).catch(() => undefined);
    }
  }

  /** How many sessions watch a resource. */
  watchers(uri: string): number {
    return [...this.#sessions.values()].filter(each => each.watched.has(uri))
      .length;
  }

  async close() {
    const all = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(all.map(({ server }) => server.close()));
  }
}

function refuse(status: number, code: number, message: string) {
  return Response.json(
    { jsonrpc: '2.0', error: { code, message }, id: null },
    { status },
  );
}
