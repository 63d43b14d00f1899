import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  endpointClientNames,
  endpointConfiguration,
  type EndpointClientName,
} from './endpointConfiguration';

const url =
  'https://portal.example.com/api/sprintconnect/mcp/servers/production/weather';
const weather = { name: 'weather', url };
const withKey = (client: EndpointClientName) =>
  endpointConfiguration(weather, { client, access: 'key' });
const signedIn = (client: EndpointClientName) =>
  endpointConfiguration(weather, { client, access: 'sign-in' });

/** For who has a key, and for who signs in. */
it.each<[client: EndpointClientName, file: string, ways: [object, object]]>([
  [
    'claude',
    '.mcp.json',
    [
      {
        mcpServers: {
          weather: {
            type: 'http',
            url,
            headers: { Authorization: 'Bearer ${SPRINTCONNECT_KEY}' },
          },
        },
      },
      { mcpServers: { weather: { type: 'http', url } } },
    ],
  ],
  [
    'vscode',
    '.vscode/mcp.json',
    [
      {
        inputs: [
          {
            type: 'promptString',
            id: 'weather-token',
            description: 'Token for weather',
            password: true,
          },
        ],
        servers: {
          weather: {
            type: 'http',
            url,
            headers: { Authorization: 'Bearer ${input:weather-token}' },
          },
        },
      },
      { servers: { weather: { type: 'http', url } } },
    ],
  ],
  [
    'cursor',
    '.cursor/mcp.json',
    [
      {
        mcpServers: {
          weather: {
            url,
            headers: { Authorization: 'Bearer ${env:SPRINTCONNECT_KEY}' },
          },
        },
      },
      { mcpServers: { weather: { url } } },
    ],
  ],
  [
    'gemini',
    '~/.gemini/settings.json',
    [
      {
        mcpServers: {
          weather: {
            httpUrl: url,
            headers: { Authorization: 'Bearer ${SPRINTCONNECT_KEY}' },
          },
        },
      },
      { mcpServers: { weather: { httpUrl: url } } },
    ],
  ],
  [
    'claudeDesktop',
    'claude_desktop_config.json',
    [
      {
        mcpServers: {
          weather: {
            command: 'npx',
            args: [
              '-y',
              'mcp-remote',
              url,
              '--transport',
              'http-only',
              '--header',
              'Authorization:${SPRINTCONNECT_KEY}',
            ],
            env: { SPRINTCONNECT_KEY: 'Bearer <token>' },
          },
        },
      },
      {
        mcpServers: {
          weather: {
            command: 'npx',
            args: ['-y', 'mcp-remote', url, '--transport', 'http-only'],
          },
        },
      },
    ],
  ],
  [
    'json',
    'mcp.json',
    [
      {
        mcpServers: {
          weather: {
            type: 'streamable-http',
            url,
            headers: { Authorization: 'Bearer <token>' },
          },
        },
      },
      { mcpServers: { weather: { type: 'streamable-http', url } } },
    ],
  ],
])('writes the format of %s', (client, file, [keyed, plain]) => {
  const written = withKey(client);
  expect(written.file).toBe(file);
  expect(JSON.parse(written.text)).toEqual(keyed);
  expect(written.credential).toBeDefined();
  const other = signedIn(client);
  expect(JSON.parse(other.text)).toEqual(plain);
  expect(other.credential).toBeUndefined();
});

it('writes TOML for Codex, which takes a key from the environment or has its person sign in', () => {
  const table = ['[mcp_servers."weather"]', `url = "${url}"`];
  const command = `codex mcp add weather --url ${url}`;
  expect(signedIn('codex')).toMatchObject({ text: table.join('\n'), command });
  expect(withKey('codex')).toEqual({
    file: '~/.codex/config.toml',
    text: [...table, 'bearer_token_env_var = "SPRINTCONNECT_KEY"'].join('\n'),
    command: `${command} --bearer-token-env-var SPRINTCONNECT_KEY`,
    credential: { variable: 'SPRINTCONNECT_KEY' },
  });
});

it('adds the endpoint to Claude Code by a command', () => {
  const command = `claude mcp add --transport http weather ${url}`;
  expect(signedIn('claude').command).toBe(command);
  expect(withKey('claude').command).toBe(
    `${command} \\\n  --header "Authorization: Bearer \${SPRINTCONNECT_KEY}"`,
  );
});

it('writes Python for LangGraph, which reads a key from the environment', () => {
  const { text, file, command, credential } = signedIn('langgraph');
  expect(file).toBe('agent.py');
  expect(command).toContain('pip install');
  expect(credential).toEqual({ variable: 'SPRINTCONNECT_KEY' });
  expect(text).toContain(
    [
      '    "weather": {',
      '        "transport": "http",',
      `        "url": "${url}",`,
      '        "headers": {"Authorization": "Bearer " + os.environ["SPRINTCONNECT_KEY"]},',
      '    },',
    ].join('\n'),
  );
  expect(withKey('langgraph')).toEqual(signedIn('langgraph'));
});

// `npm test` says so loudly where there is no Python.
const describeHere = process.env.SPRINTCONNECT_WITHOUT_PYTHON
  ? describe.skip
  : describe;

describeHere('for LangGraph', () => {
  it('writes Python that Python can read', () => {
    const parse = 'import ast, sys; ast.parse(sys.stdin.read())';
    const { text: input } = withKey('langgraph');
    const read = (text: string) =>
      spawnSync('python3', ['-c', parse], { input: text }).status;
    expect([read(input), read(`${input}(`)]).toEqual([0, 1]);
  });
});

it('writes a command for curl that asks for the tools, as MCP 2026-07-28 has it', async () => {
  const heard: { headers: http.IncomingHttpHeaders; body: string }[] = [];
  const server = http.createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    heard.push({ headers: req.headers, body });
    res.end('heard');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { text, credential } = endpointConfiguration(
    { name: 'weather', url: `http://127.0.0.1:${port}/mcp` },
    { client: 'curl', access: 'key' },
  );
  const shell = spawn('sh', ['-c', text.replace('curl', 'curl --silent')], {
    env: { PATH: process.env.PATH, SPRINTCONNECT_KEY: 'sck_1 "$(id)"' },
  });
  let said = '';
  shell.stdout.on('data', chunk => (said += chunk));
  const [code] = await once(shell, 'close');
  server.close();
  server.closeAllConnections();
  expect([code, said]).toEqual([0, 'heard']);
  expect(credential).toEqual({ variable: 'SPRINTCONNECT_KEY' });
  expect(heard[0].headers).toMatchObject({
    authorization: 'Bearer sck_1 "$(id)"',
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/list',
  });
  expect(JSON.parse(heard[0].body)).toEqual({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/list',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'curl', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  });
});

it('opens Cursor and VS Code by links without a credential for who signs in', () => {
  for (const client of ['cursor', 'vscode'] as const) {
    const { link } = signedIn(client);
    expect(link).toBeDefined();
    expect(decodeURIComponent(link!)).not.toContain('Authorization');
  }
});

it('calls nothing by a name that a command takes for an option', () => {
  for (const client of endpointClientNames) {
    const { text, command } = endpointConfiguration(
      { name: '-s', url },
      { client, access: 'key' },
    );
    expect(`${text} ${command}`).not.toMatch(/["\s]-s["\s]/);
  }
});
