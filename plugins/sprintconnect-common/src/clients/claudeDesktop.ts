import { bridge } from './bridge';
import { type ClientFile, type ClientTarget, json } from './ClientTarget';

/**
 * Claude Desktop: its file starts processes only, so that `mcp-remote` stands between. It takes no variable of the
 * reader's shell, because it is not started from one.
 */
export function claudeDesktop(target: ClientTarget): ClientFile {
  const { name, asks, variable } = target;
  return {
    file: 'claude_desktop_config.json',
    text: json({
      mcpServers: {
        [name]: {
          command: 'npx',
          args: bridge(target),
          ...(asks ? { env: { [variable]: 'Bearer <token>' } } : {}),
        },
      },
    }),
    credential: asks ? { placeholder: true } : undefined,
  };
}
