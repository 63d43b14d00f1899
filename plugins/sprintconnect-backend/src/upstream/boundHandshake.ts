import { bounds } from './bounds';
import { cutText } from './cutText';

type Answer = Record<string, unknown>;

/** By these a server says what it is: MCP 2026-07-28 (Discovery) and the revisions before it (Lifecycle). */
export const HANDSHAKES: ReadonlySet<string> = new Set([
  'initialize',
  'server/discover',
]);

const SERVER_INFO = 'io.modelcontextprotocol/serverInfo';
const FACTS = ['resultType', 'protocolVersion', 'ttlMs', 'cacheScope'];
const CLAIMS = ['tools', 'resources', 'prompts'];
const CLAIMED = ['listChanged', 'subscribe'];
/** Far more than there are revisions, and far longer than their names. */
const VERSIONS_MAX = 100;
const VERSION_LENGTH_MAX = 64;

/**
 * What of the result of a handshake is of use to us, within {@link bounds}: no icons, no unknown fields, texts cut. Pure.
 *
 * Comes before the SDK, which keeps what it is given for as long as the connection lasts. What is of the wrong type stays as
 * it is, so that the SDK refuses it.
 */
export function boundHandshake(result: unknown): { [key: string]: unknown } {
  if (!isObject(result)) return result as unknown as Answer;
  const { serverInfo, instructions, capabilities, supportedVersions, _meta } =
    result;
  return present({
    ...pick(result, FACTS),
    serverInfo: boundInfo(serverInfo),
    instructions: cut(instructions, bounds.instructions.most),
    capabilities: boundClaims(capabilities),
    supportedVersions: boundVersions(supportedVersions),
    _meta: isObject(_meta)
      ? present({ [SERVER_INFO]: boundInfo(_meta[SERVER_INFO]) })
      : _meta,
  });
}

function boundInfo(info: unknown): unknown {
  if (!isObject(info)) return info;
  const { name, version, title } = info;
  return present({
    name: cut(name, bounds.serverName.most),
    version: cut(version, bounds.serverVersion.most),
    title: cut(title, bounds.serverTitle.most),
  });
}

function boundClaims(claims: unknown): unknown {
  if (!isObject(claims)) return claims;
  return Object.fromEntries(
    Object.entries(pick(claims, CLAIMS)).map(([claim, value]) => [
      claim,
      isObject(value) ? pick(value, CLAIMED) : value,
    ]),
  );
}

function boundVersions(versions: unknown): unknown {
  if (!Array.isArray(versions)) return versions;
  return versions
    .filter(
      each => typeof each !== 'string' || each.length <= VERSION_LENGTH_MAX,
    )
    .slice(0, VERSIONS_MAX);
}

function cut(value: unknown, bytesMax: number): unknown {
  return typeof value === 'string' ? cutText(value, bytesMax) : value;
}

function pick(from: Answer, names: readonly string[]): Answer {
  return Object.fromEntries(
    names.filter(name => Object.hasOwn(from, name)).map(n => [n, from[n]]),
  );
}

function present(value: Answer): Answer {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  );
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
