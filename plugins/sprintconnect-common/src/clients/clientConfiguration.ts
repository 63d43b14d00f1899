import { toServerJson } from '../serverJson';
import type { Server } from '../servers';
import { claudeCode } from './claudeCode';
import { claudeDesktop } from './claudeDesktop';
import type { ClientFile, ClientTarget } from './ClientTarget';
import { codex } from './codex';
import { cursor } from './cursor';
import { gemini } from './gemini';
import { toClientTarget } from './toClientTarget';
import { vscode } from './vscode';

/** The clients whose file formats we write. `json` is the server.json of registries. @public */
export const clientNames = [
  'claude',
  'vscode',
  'cursor',
  'claudeDesktop',
  'codex',
  'gemini',
  'json',
] as const;
/** One of {@link clientNames}. @public */
export type ClientName = (typeof clientNames)[number];

/** What of a server its configuration is made of. @public */
export type ConfiguredServer = Pick<
  Server,
  'name' | 'title' | 'description' | 'environment' | 'remotes' | 'credentialRef'
>;

const writers: Record<
  Exclude<ClientName, 'json'>,
  (target: ClientTarget) => ClientFile
> = { claude: claudeCode, claudeDesktop, codex, cursor, gemini, vscode };

/**
 * The configuration with which a client connects to the server, in the client's own format; undefined where
 * the server has no address to connect to, because it is a process beside the portal.
 *
 * @public
 */
export function clientConfiguration(
  server: ConfiguredServer,
  client: ClientName,
): ClientFile | undefined {
  const target = toClientTarget(server);
  if (!target) return undefined;
  return client === 'json'
    ? { file: 'server.json', text: toServerJson(server).trimEnd() }
    : writers[client](target);
}
