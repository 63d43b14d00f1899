import type { GeneratedServer } from './generatedServer';
import type { Authority } from './generatedServerAuthority';
import { askInEra, initializeWith } from './generatedServerRequests';

type Tool = Parameters<typeof askInEra>[2]['tool'];

/** Both eras are answered on one endpoint, with the same tools, each with an output schema and all annotations. */
export async function expectBothEras(
  server: GeneratedServer,
  expected: { name: string; tool: Tool; structured: unknown; token?: string },
) {
  const { tool, token } = expected;
  const modern = await askInEra(server, 'modern', { tool, token });
  const legacy = await askInEra(server, 'legacy', { tool, token });
  expect(modern).toMatchObject({
    era: 'modern',
    protocolVersion: '2026-07-28',
    serverInfo: { name: expected.name },
    answer: { structuredContent: expected.structured },
  });
  expect(legacy).toMatchObject({
    era: 'legacy',
    protocolVersion: '2025-11-25',
    serverInfo: { name: expected.name },
    answer: { structuredContent: expected.structured },
  });
  expect(legacy.tools).toEqual(modern.tools);
  expect(modern.tools.map(({ name }) => name)).toContain(tool.name);
  for (const each of modern.tools) {
    expect(each).toMatchObject({
      title: expect.any(String),
      description: expect.any(String),
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object' },
      annotations: {
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: expect.any(Boolean),
      },
    });
  }
}

/** Host and Origin are checked, before tokens are; the public ones and loopback are let through. */
export async function expectForeignersRefused(
  server: GeneratedServer,
  options: {
    /** What PUBLIC_URL says, or its default. */
    publicUrl: string;
    /** Default: none. */
    token?: string;
  },
) {
  const { host, origin } = new URL(options.publicUrl);
  const authorization: Record<string, string> = options.token
    ? { authorization: `Bearer ${options.token}` }
    : {};
  const status = async (headers: Record<string, string>) =>
    (await initializeWith(server, { ...authorization, ...headers })).status;
  // MCP demands 403 for an Origin; a Host for which nobody answers may also be 421 (RFC 9110, 15.5.20).
  expect([403, 421]).toContain(await status({ host: 'evil.example' }));
  expect([403, 421]).toContain(
    await status({ host: `evil.example:${server.port}` }),
  );
  expect(await status({ origin: 'https://evil.example' })).toBe(403);
  expect(await status({ origin: 'null' })).toBe(403);
  expect(await status({ host })).toBe(200);
  expect(await status({ host: `localhost:${server.port}` })).toBe(200);
  expect(await status({ host, origin })).toBe(200);
  expect(await status({ origin: 'http://localhost:6274' })).toBe(200);
}

/** Only tokens of the authority for this server that will end are let in, and who has none reads where to get one (RFC 9728). */
export async function expectTokensDemanded(
  server: GeneratedServer,
  options: { publicUrl: string; authority: Authority },
) {
  const { publicUrl: resource, authority } = options;
  const { origin, pathname } = new URL(resource);
  const metadata = `/.well-known/oauth-protected-resource${pathname}`;
  const ask = (token?: string) =>
    initializeWith(
      server,
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    );
  const past = Math.floor(new Date().getTime() / 1000) - 3600;
  const refused = {
    none: undefined,
    garbage: 'garbage',
    forged: await authority.forgedToken(resource),
    'for another server': await authority.token('https://other.example/mcp'),
    'of another issuer': await authority.token(resource, {
      iss: 'https://other.example',
    }),
    expired: await authority.token(resource, { exp: past }),
    'without end': await authority.token(resource, { exp: undefined }),
  };
  for (const [what, token] of Object.entries(refused)) {
    const { status, headers } = await ask(token);
    expect({ what, status }).toEqual({ what, status: 401 });
    expect(headers['www-authenticate']).toMatch(/^Bearer /);
    expect(headers['www-authenticate']).toContain(
      `resource_metadata="${origin}${metadata}"`,
    );
  }
  expect((await ask(await authority.token(resource))).status).toBe(200);

  const document = await fetch(new URL(metadata, server.url));
  expect(document.status).toBe(200);
  expect(document.headers.get('content-type')).toContain('application/json');
  const { authorization_servers: servers, ...rest } = await document.json();
  expect(rest).toMatchObject({ resource });
  // Some SDKs write an issuer as a URL, with a slash.
  expect(servers.map((each: string) => each.replace(/\/$/, ''))).toEqual([
    authority.issuer,
  ]);
}

/** What it has said is one JSON object a line. */
export function expectJsonLines(server: GeneratedServer) {
  const lines = server.output().trim().split('\n');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(JSON.parse(line)).toEqual(expect.any(Object));
  }
}
