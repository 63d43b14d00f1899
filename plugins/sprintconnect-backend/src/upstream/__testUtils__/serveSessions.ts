import { randomUUID } from 'node:crypto';
import { type HttpPeer, type JsonRpc, makeTools, serveRaw } from './peers';

export interface SessionPeer extends HttpPeer {
  /** The sessions that were opened, in order. */
  opened: string[];
  /** The sessions that were ended by DELETE. */
  ended: unknown[];
}

/** How a server turns down a session that it does not know. */
export const UNKNOWN_SESSION = {
  /** MCP 2025-11-25, Transports, Session Management. */
  specified: { status: 404, code: -32001, message: 'Session not found' },
  /** The examples of the official SDKs. */
  examples: {
    status: 400,
    code: -32000,
    message: 'Bad Request: No valid session ID provided',
  },
};

const ABOUT = {
  protocolVersion: '2025-11-25',
  serverInfo: { name: 'with-sessions', version: '1' },
};
const UNKNOWN_METHOD = { error: { code: -32601, message: 'No such method' } };

/**
 * A legacy server with sessions, two tools on two pages and one prompt. `knows` says whether a request of this session,
 * with this method, finds the session; by default every request does.
 */
export async function serveSessions(
  knows: (session: string, method: string, body: JsonRpc) => boolean = () =>
    true,
  refusal = UNKNOWN_SESSION.specified,
): Promise<SessionPeer> {
  const opened: string[] = [];
  const ended: unknown[] = [];
  const peer = await serveRaw((req, res, body) => {
    const { id, method = '' } = body;
    const session = String(req.headers['mcp-session-id']);
    const json = (message: object, status = 200, headers = {}) =>
      res
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify({ jsonrpc: '2.0', id: id ?? null, ...message }));
    if (method === 'initialize') {
      opened.push(randomUUID());
      const capabilities = { tools: { listChanged: true }, prompts: {} };
      return json({ result: { ...ABOUT, capabilities } }, 200, {
        'mcp-session-id': opened.at(-1),
      });
    }
    if (method === 'server/discover') return json(UNKNOWN_METHOD);
    const asked = method || (req.method as string);
    if (!opened.includes(session) || !knows(session, asked, body)) {
      const { status, ...error } = refusal;
      return json({ error }, status);
    }
    if (req.method === 'DELETE') ended.push(session);
    if (req.method !== 'POST' || id === undefined) {
      return res.writeHead(202).end();
    }
    return json(answerTo(body) ?? UNKNOWN_METHOD);
  });
  return { ...peer, opened, ended };
}

function answerTo({ method, params }: JsonRpc) {
  const [first, second] = makeTools(2);
  if (method === 'prompts/list') {
    return { result: { prompts: [{ name: 'greet' }] } };
  }
  if (method !== 'tools/list') return undefined;
  return params?.cursor === undefined
    ? { result: { tools: [first], nextCursor: 'second' } }
    : { result: { tools: [second] } };
}
