import {
  type ClientFile,
  type ClientTarget,
  headersOf,
  json,
  optional,
} from './ClientTarget';

/** Cursor: a file of the project, and a link that has Cursor ask whether to add the server (docs: "MCP Install Links"). */
export function cursor(target: ClientTarget): ClientFile {
  const { name, url, asks, variable } = target;
  const headers = headersOf(target, `Bearer \${env:${variable}}`);
  const config = { url, ...optional(headers) };
  const query = new URLSearchParams({
    name,
    config: base64(JSON.stringify(config)),
  });
  return {
    file: '.cursor/mcp.json',
    text: json({ mcpServers: { [name]: config } }),
    link: `cursor://anysphere.cursor-deeplink/mcp/install?${query}`,
    credential: asks ? { variable } : undefined,
  };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
