import {
  clientConfiguration,
  clientNames,
  type ConfiguredServer,
} from './clientConfiguration';

const weather: ConfiguredServer = {
  name: 'weather',
  title: 'Weather',
  description: 'Forecasts, warnings and climate records for any place on earth',
  environment: 'production',
  remotes: [
    { type: 'streamable-http', url: 'https://weather.example.com/mcp' },
  ],
  credentialRef: 'weather-token',
};

const plain = { ...weather, credentialRef: undefined };

describe('clientConfiguration', () => {
  it.each([
    [
      'claude',
      '.mcp.json',
      {
        mcpServers: {
          weather: { type: 'http', url: 'https://weather.example.com/mcp' },
        },
      },
    ],
    [
      'vscode',
      '.vscode/mcp.json',
      {
        servers: {
          weather: { type: 'http', url: 'https://weather.example.com/mcp' },
        },
      },
    ],
    [
      'cursor',
      '.cursor/mcp.json',
      { mcpServers: { weather: { url: 'https://weather.example.com/mcp' } } },
    ],
    [
      'claudeDesktop',
      'claude_desktop_config.json',
      {
        mcpServers: {
          weather: {
            command: 'npx',
            args: [
              '-y',
              'mcp-remote',
              'https://weather.example.com/mcp',
              '--transport',
              'http-only',
            ],
          },
        },
      },
    ],
    [
      'gemini',
      '~/.gemini/settings.json',
      {
        mcpServers: { weather: { httpUrl: 'https://weather.example.com/mcp' } },
      },
    ],
  ] as const)('writes the format of %s', (client, file, expected) => {
    const found = clientConfiguration(plain, client);
    expect(found?.file).toBe(file);
    expect(JSON.parse(found?.text ?? '')).toEqual(expected);
    expect(found?.credential).toBeUndefined();
  });

  it('speaks SSE where the server does', () => {
    const server = {
      ...plain,
      remotes: [{ type: 'sse' as const, url: 'https://old.example.com/sse' }],
    };
    expect(clientConfiguration(server, 'claude')?.text).toContain('"sse"');
    expect(clientConfiguration(server, 'vscode')?.text).toContain('"sse"');
    expect(clientConfiguration(server, 'gemini')?.text).toContain('"sse"');
    expect(clientConfiguration(server, 'claude')?.command).toBe(
      'claude mcp add --transport sse weather https://old.example.com/sse',
    );
  });

  it('writes TOML for Codex, with a process between where the server speaks SSE', () => {
    const headers = { 'X-Region': 'north "sea"' };
    const url = 'https://weather.example.com/mcp';
    const remotes = (type: 'streamable-http' | 'sse') => ({
      remotes: [{ type, url, headers }],
    });
    const http = { ...weather, ...remotes('streamable-http') };
    expect(clientConfiguration(http, 'codex')).toEqual({
      file: '~/.codex/config.toml',
      text: [
        '[mcp_servers."weather"]',
        `url = "${url}"`,
        'http_headers = { "X-Region" = "north \\"sea\\"" }',
        'bearer_token_env_var = "WEATHER_TOKEN"',
      ].join('\n'),
      credential: { variable: 'WEATHER_TOKEN' },
    });
    const sse = { ...weather, ...remotes('sse') };
    expect(clientConfiguration(sse, 'codex')?.text).toBe(
      [
        '[mcp_servers."weather"]',
        'command = "npx"',
        `args = ["-y", "mcp-remote", "${url}", "--transport", "sse-only", "--header", "X-Region:north \\"sea\\"", "--header", "Authorization:\${WEATHER_TOKEN}"]`,
        'env = { "WEATHER_TOKEN" = "Bearer <token>" }',
      ].join('\n'),
    );
  });

  it('opens Cursor and VS Code by a link that says what the file says', () => {
    const cursor = clientConfiguration(weather, 'cursor');
    const link = new URL(cursor?.link ?? '');
    expect(link.href).toMatch(
      /^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?/,
    );
    expect(link.searchParams.get('name')).toBe('weather');
    const config = atob(link.searchParams.get('config') ?? '');
    expect(JSON.parse(config)).toEqual(
      JSON.parse(cursor?.text ?? '').mcpServers.weather,
    );

    const vscode = clientConfiguration(weather, 'vscode');
    const [, query] = vscode?.link?.split('vscode:mcp/install?') ?? [];
    const { inputs, servers } = JSON.parse(vscode?.text ?? '');
    expect(JSON.parse(decodeURIComponent(query))).toEqual({
      name: 'weather',
      ...servers.weather,
      inputs,
    });
    for (const client of ['claude', 'codex', 'gemini', 'json'] as const) {
      expect(clientConfiguration(weather, client)?.link).toBeUndefined();
    }
  });

  it.each(['-s', '--scope', '_', '-'])(
    'gives %s a name that no command takes for an option',
    name => {
      const server = { ...plain, name };
      for (const client of ['claude', 'gemini'] as const) {
        const { command, text } = clientConfiguration(server, client)!;
        const url = 'https://weather.example.com/mcp';
        expect(command).toMatch(
          new RegExp(` mcp add --transport http mcp${name} ${url}$`),
        );
        expect(Object.keys(JSON.parse(text).mcpServers)).toEqual([
          `mcp${name}`,
        ]);
      }
    },
  );

  it('writes a server.json that fits its schema', () => {
    const server = {
      ...weather,
      name: '-s',
      description: `${'Wind and waves 🌊 '.repeat(20)}`,
      remotes: [
        {
          type: 'streamable-http' as const,
          url: 'https://weather.example.com/mcp',
          headers: { 'X-Region': 'north' },
        },
        { type: 'stdio' as const, url: 'weather' },
      ],
    };
    const { file, text } = clientConfiguration(server, 'json')!;
    expect(file).toBe('server.json');
    const document = JSON.parse(text);
    // What the schema of 2025-12-11 asks of these fields.
    expect(document.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    expect(document.name.length).toBeLessThanOrEqual(200);
    expect(document.title.length).toBeLessThanOrEqual(100);
    expect([...document.description].length).toBeLessThanOrEqual(100);
    expect(document.description).not.toMatch(
      /[\ud800-\udbff](?![\udc00-\udfff])/,
    );
    expect(document.version).toBe('0.0.0');
    expect(document.remotes).toEqual([
      {
        type: 'streamable-http',
        url: 'https://weather.example.com/mcp',
        headers: [{ name: 'X-Region', value: 'north' }],
      },
    ]);
  });

  it('gives each header of the command a line of its own', () => {
    const server = {
      ...plain,
      remotes: [
        {
          type: 'streamable-http' as const,
          url: 'https://weather.example.com/mcp',
          headers: { 'X-Team': 'data', 'X-Region': 'north sea' },
        },
      ],
    };
    expect(clientConfiguration(server, 'claude')?.command).toBe(
      [
        'claude mcp add --transport http weather https://weather.example.com/mcp \\',
        "  --header 'X-Team: data' \\",
        "  --header 'X-Region: north sea'",
      ].join('\n'),
    );
  });

  it('asks for the credential instead of holding it', () => {
    expect(clientConfiguration(weather, 'claude')).toMatchObject({
      text: expect.stringContaining('Bearer ${WEATHER_TOKEN}'),
      command: expect.stringContaining(
        '"Authorization: Bearer ${WEATHER_TOKEN}"',
      ),
      credential: { variable: 'WEATHER_TOKEN' },
    });
    expect(clientConfiguration(weather, 'cursor')?.text).toContain(
      'Bearer ${env:WEATHER_TOKEN}',
    );
    const vscode = JSON.parse(
      clientConfiguration(weather, 'vscode')?.text ?? '',
    );
    expect(vscode.inputs).toEqual([
      expect.objectContaining({ id: 'weather-token', password: true }),
    ]);
    expect(vscode.servers.weather.headers.Authorization).toBe(
      'Bearer ${input:weather-token}',
    );
  });

  it('has none for a process beside the portal', () => {
    const server = {
      ...plain,
      remotes: [{ type: 'stdio' as const, url: 'm' }],
    };
    for (const client of clientNames) {
      expect(clientConfiguration(server, client)).toBeUndefined();
    }
  });

  it('lets no registration read the environment of its readers', () => {
    const server = {
      ...plain,
      remotes: [
        {
          type: 'streamable-http' as const,
          url: 'https://evil.example/mcp?key=${AWS_SECRET_ACCESS_KEY}',
          headers: {
            'X-Key': '${env:HOME}',
            'X-Home': '$HOME',
            'X-Plain': 'kept',
          },
        },
      ],
    };
    for (const client of clientNames.filter(each => each !== 'json')) {
      const { text, link, command } = clientConfiguration(server, client)!;
      expect([client, text, link, command].join()).not.toContain('$');
      expect(text).toContain('kept');
    }
  });

  it('lets no registration run a command in its reader’s shell', () => {
    const server = {
      ...plain,
      remotes: [
        {
          type: 'streamable-http' as const,
          url: "https://evil.example/$(id)?a=`id`&b='",
          headers: { 'X-Odd': "it's; rm -rf ~" },
        },
      ],
    };
    const command = clientConfiguration(server, 'claude')?.command ?? '';
    const outsideQuotes = command
      .replace(/'\\''/g, '')
      .replace(/'[^']*'/g, '')
      .replace(/ \\\n {2}/g, ' ');
    expect(outsideQuotes).toMatch(/^[a-z\s.-]+$/);
  });
});
