import {
  type ClientFile,
  type ClientTarget,
  headersOf,
  json,
  optional,
} from './ClientTarget';

/** VS Code: a file of the workspace, and a link that has VS Code ask whether to add the server (docs: "MCP installation URL"). */
export function vscode(target: ClientTarget): ClientFile {
  const { name, type, url, asks } = target;
  const id = `${name}-token`;
  const headers = headersOf(target, `Bearer \${input:${id}}`);
  const config = { type, url, ...optional(headers) };
  const inputs = asks
    ? [
        {
          type: 'promptString',
          id,
          description: `Token for ${name}`,
          password: true,
        },
      ]
    : undefined;
  const install = { name, ...config, inputs };
  return {
    file: '.vscode/mcp.json',
    text: json({ inputs, servers: { [name]: config } }),
    link: `vscode:mcp/install?${encodeURIComponent(JSON.stringify(install))}`,
    credential: asks ? { prompt: true } : undefined,
  };
}
