import { randomBytes } from 'node:crypto';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  createRequestStateCodec,
  isLegacyRequest,
} from '@modelcontextprotocol/server';
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { LegacySessions } from './LegacySessions.ts';
import { buildServer } from './buildServer.ts';
import type { ServerIdentity } from './buildServer.ts';
import { faultOfParamHeaders } from './faultOfParamHeaders.ts';
import type { Offer } from './Offer.ts';

const HEADER_MISMATCH = -32020;

/**
 * One MCP endpoint for both eras: requests with the 2026-07-28 envelope are answered without state, all others
 * by 2025-11-25 sessions. Both see the same offer and hear of its changes.
 */
export class Endpoint {
  readonly #modern: McpHttpHandler;
  readonly #legacy: LegacySessions;
  readonly handle: ReturnType<typeof toNodeHandler>;

  constructor(options: {
    identity: ServerIdentity;
    /** Asked on every request. */
    offer(): Offer;
    /** What the fixture's trigger tools do. Default: nothing. */
    toggle?(what: 'tool' | 'prompt'): void;
    /** Answers as a server that never heard of 2026-07-28. Default: false. */
    legacyOnly?: boolean;
  }) {
    const { identity, offer, legacyOnly = false } = options;
    const toggle = options.toggle ?? (() => undefined);
    const states = createRequestStateCodec({ key: randomBytes(32) });
    const wiring = {
      identity,
      offer,
      surroundings: { toggle, seal: (state: unknown) => states.mint(state) },
      verifyState: states.verify,
    };
    this.#modern = createMcpHandler(() => buildServer(wiring), {
      legacy: 'reject',
    });
    this.#legacy = new LegacySessions(watch =>
      buildServer({ ...wiring, watch }),
    );
    this.handle = toNodeHandler({
      fetch: async (request, given) => {
        if (legacyOnly || (await isLegacyRequest(request))) {
          return this.#legacy.handle(request);
        }
        return (
          (await refusalOf(request.clone(), offer())) ??
          this.#modern.fetch(request, given)
        );
      },
    });
  }

  announce(list: 'tools' | 'prompts' | 'resources') {
    this.#legacy.announce(list);
    if (list === 'tools') this.#modern.notify.toolsChanged();
    if (list === 'prompts') this.#modern.notify.promptsChanged();
    if (list === 'resources') this.#modern.notify.resourcesChanged();
  }

  /** A resource changed: whoever watches it hears so. */
  update(uri: string) {
    this.#legacy.update(uri);
    this.#modern.notify.resourceUpdated(uri);
  }

  /** How many sessions of the legacy era watch a resource. */
  watchers(uri: string): number {
    return this.#legacy.watchers(uri);
  }

  async close() {
    await this.#modern.close();
    await this.#legacy.close();
  }
}

/** The answer to a tool call whose headers and body disagree, which must not reach the tool. */
async function refusalOf(
  request: Request,
  offer: Offer,
): Promise<Response | undefined> {
  if (request.headers.get('mcp-method') !== 'tools/call') return undefined;
  const body = await request.json().catch(() => undefined);
  const tool = offer.tools.find(
    each => each.definition.name === body?.params?.name,
  );
  if (!tool) return undefined;
  const fault = faultOfParamHeaders(
    tool.definition,
    body.params.arguments ?? {},
    request.headers,
  );
  if (!fault) return undefined;
  const error = { code: HEADER_MISMATCH, message: fault };
  return Response.json(
    { jsonrpc: '2.0', id: body.id ?? null, error },
    { status: 400 },
  );
}
