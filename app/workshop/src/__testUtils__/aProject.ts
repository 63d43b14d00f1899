import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that answers health checks, says which process it is, and ends when it is told to. */
export const STEADY = `
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

function answer(req: IncomingMessage, res: ServerResponse) {
  if (req.url === '/crash') {
    console.error('crashed as asked');
    process.exit(3);
  }
  res.end(JSON.stringify({ pid: process.pid, url: process.env.PUBLIC_URL, env: Object.keys(process.env) }));
}
createServer(answer).listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => process.exit(0));
`;

/** One that can't start. */
export const BROKEN = `console.error('no such weather'); process.exit(4);`;

export const CATALOG_INFO = `# Made by a template.
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: weather
spec:
  type: mcp-server
  lifecycle: experimental
  owner: group:default/platform
  remotes:
    - type: streamable-http
      url: https://weather.example.com/mcp
  definition: |
    {
      "name": "io.github.acme/weather",
      "remotes": [{ "type": "streamable-http", "url": "https://weather.example.com/mcp" }]
    }
`;

/** A folder of its own outside of the checkout, by its real path. */
export const aFolder = () =>
  realpathSync(mkdtempSync(join(tmpdir(), 'sprintconnect-workshop-')));

/** What a template would have rendered, in a folder of its own. */
export function aProject(main = STEADY, more: Record<string, string> = {}) {
  const folder = aFolder();
  const files = {
    'package.json': '{ "type": "module" }',
    'src/main.ts': main,
    'catalog-info.yaml': CATALOG_INFO,
    ...more,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
