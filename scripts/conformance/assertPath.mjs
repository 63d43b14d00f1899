// Says who answered, so that a suite is not run against the fixture itself by mistake.
import { FIXTURE } from './startDoor.mjs';

const PREFIX = 'io.modelcontextprotocol/';
const CLIENT = { name: 'conformance', version: '1.0.0' };
/** Who each kind of endpoint says it is: the server behind it, or SprintConnect. */
const NAMES = { server: 'forecast', aggregate: 'sprintconnect' };

const legacy = revision => ({
  method: 'initialize',
  params: { protocolVersion: revision, capabilities: {}, clientInfo: CLIENT },
});

const modern = revision => ({
  method: 'server/discover',
  params: {
    _meta: {
      [`${PREFIX}protocolVersion`]: revision,
      [`${PREFIX}clientCapabilities`]: {},
      [`${PREFIX}clientInfo`]: CLIENT,
    },
  },
});

async function introduce(url, revision) {
  const { method, params } =
    revision === '2025-11-25' ? legacy(revision) : modern(revision);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': revision,
      'mcp-method': method,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result } = await response.json();
  return result?.serverInfo ?? result?._meta?.[`${PREFIX}serverInfo`];
}

/** Passes when the endpoint introduces itself as it must, and refuses whoever brings no key, which the fixture would not. */
export async function assertPath({ door, kind, revision }) {
  const { url, suiteUrl } = door.endpoints[kind];
  const name = `${kind === 'server' ? FIXTURE.name : 'all'} answers by SprintConnect`;
  const info = await introduce(suiteUrl, revision);
  const { status } = await fetch(url, { method: 'POST' });
  if (info?.name === NAMES[kind] && status === 401) {
    return { name, status: 'passed' };
  }
  const why = `it is called ${JSON.stringify(info?.name)}, and answers ${status} without a key`;
  return { name, status: 'failed', why };
}
