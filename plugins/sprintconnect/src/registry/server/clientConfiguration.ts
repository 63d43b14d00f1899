import {
  type Server,
  toServerJson,
} from '@sprintconnect/plugin-sprintconnect-common';
import { claudeCode } from './clients/claudeCode';
import { claudeDesktop } from './clients/claudeDesktop';
import type { ClientFile, ClientTarget } from './clients/ClientTarget';
import { codex } from './clients/codex';
import { cursor } from './clients/cursor';
import { gemini } from './clients/gemini';
import { toClientTarget } from './clients/toClientTarget';
import { vscode } from './clients/vscode';

/** The clients whose file formats we write. `json` is the server.json of registries. */
export const clientNames = [
  'claude',
  'vscode',
  'cursor',
  'claudeDesktop',
  'codex',
  'gemini',
  'json',
] as const;
export type ClientName = (typeof clientNames)[number];

type Configured = Pick<
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
 */
export function clientConfiguration(
  server: Configured,
  client: ClientName,
): ClientFile | undefined {
  const target = toClientTarget(server);
  if (!target) return undefined;
  return client === 'json'
    ? { file: 'server.json', text: toServerJson(server).trimEnd() }
    : writers[client](target);
}
