import { claudeCode } from './claudeCode';
import { claudeDesktop } from './claudeDesktop';
import type { ClientFile, ClientTarget } from './ClientTarget';
import { codex } from './codex';
import { curl } from './curl';
import { cursor } from './cursor';
import { gemini } from './gemini';
import { langGraph } from './langGraph';
import { plainJson } from './plainJson';
import { harmlessUrl, nameOf } from './toClientTarget';
import { vscode } from './vscode';

/** The clients whose formats we write for the MCP endpoints of SprintConnect. `json` is the file that most others read. @public */
export const endpointClientNames = [
  'claude',
  'vscode',
  'cursor',
  'codex',
  'langgraph',
  'json',
  'curl',
  'claudeDesktop',
  'gemini',
] as const;
/** One of {@link endpointClientNames}. @public */
export type EndpointClientName = (typeof endpointClientNames)[number];

/** Of the reader's environment: where configurations for MCP endpoints take an API key from. @public */
export const KEY_VARIABLE = 'SPRINTCONNECT_KEY';

/** Those that have a person sign in, in a browser, as the metadata of the endpoint says; of who reads `json`, those that can. */
const SIGN_IN: ReadonlySet<EndpointClientName> = new Set([
  'claude',
  'vscode',
  'cursor',
  'codex',
  'claudeDesktop',
  'gemini',
  'json',
]);

const writers: Record<
  EndpointClientName,
  (target: ClientTarget) => ClientFile
> = {
  ...{ claude: claudeCode, claudeDesktop, codex, curl, cursor, gemini },
  ...{ json: plainJson, langgraph: langGraph, vscode },
};

/**
 * The configuration with which a client connects to an MCP endpoint of SprintConnect, in the client's own format. With `sign-in` it holds no
 * credential, because the client gets one when its person signs in; a client that cannot do so is written for a key, and says so in
 * `credential`.
 *
 * @param endpoint - what the client is to call it, such as the name of the server, and its address
 * @public
 */
export function endpointConfiguration(
  endpoint: { name: string; url: string },
  choice: { client: EndpointClientName; access: 'sign-in' | 'key' },
): ClientFile {
  const { client, access } = choice;
  return writers[client]({
    name: nameOf(endpoint),
    type: 'http',
    url: harmlessUrl(endpoint.url),
    headers: {},
    asks: access === 'key' || !SIGN_IN.has(client),
    variable: KEY_VARIABLE,
  });
}
