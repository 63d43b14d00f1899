import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  expectBothEras,
  expectForeignersRefused,
  expectJsonLines,
  expectTokensDemanded,
} from './generatedServerChecks';
import { discover, openLegacyDoor } from './generatedServerDiscovery';
import { answersOf, type GeneratedServers, kinds } from './GeneratedServers';

type Call = Omit<Parameters<typeof expectBothEras>[1], 'name' | 'token'>;

const NAME = answersOf.none.serverName;

/** What is tested, and the test. */
type Check = [what: string, expectIt: () => Promise<void>];

/**
 * What the servers of every language do while they run, as tests for `it.each`.
 *
 * @param tool - an example of a call, and what it answers
 * @param said - what a snapshot has, besides the tools, of what the server says of itself
 */
export function checksOf(
  made: GeneratedServers,
  { said, ...call }: Call & { said: object },
): Check[] {
  const expected = { ...call, name: NAME };
  const tokenOf = () => made.authority.token(answersOf.bearer.url);

  return [
    [
      'speaks both eras',
      async () => {
        await expectBothEras(made.server('none'), expected);
        const token = await tokenOf();
        await expectBothEras(made.server('bearer'), { ...expected, token });
      },
    ],
    [
      'refuses foreign hosts and origins',
      async () => {
        const { none, bearer } = answersOf;
        await expectForeignersRefused(made.server('none'), {
          publicUrl: none.url,
        });
        const token = await tokenOf();
        await expectForeignersRefused(made.server('bearer'), {
          publicUrl: bearer.url,
          token,
        });
      },
    ],
    [
      'demands a token when that was chosen, and says where to get one',
      async () => {
        await expectTokensDemanded(made.server('bearer'), {
          publicUrl: answersOf.bearer.url,
          authority: made.authority,
        });
      },
    ],
    [
      'is discovered by SprintConnect in both eras, with what its contract says',
      async () => {
        const { url } = made.server('none');
        const door = await openLegacyDoor(url);
        const found = await discover({ modern: url, legacy: door.url });
        await door.close();
        const contract = join(made.project('none'), 'mcp.contract.json');
        const [tool] = JSON.parse(await readFile(contract, 'utf8')).tools;
        const offered = {
          serverInfo: { name: NAME, version: '0.1.0' },
          counts: { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 },
          capabilities: [
            { kind: 'tool', name: call.tool.name, definition: tool },
          ],
        };
        const modern = { era: 'modern', protocolVersion: '2026-07-28' };
        const legacy = { era: 'legacy', protocolVersion: '2025-11-25' };
        expect(found.modern).toMatchObject({ ...modern, ...offered });
        expect(found.modern).toMatchObject(said);
        expect(found.legacy).toMatchObject({ ...legacy, ...offered });
        expect(found.legacy).toMatchObject(said);
        expect(found.modern.failedLists ?? []).toEqual([]);
      },
    ],
  ];
}

/**
 * Stops the servers: they end well, having logged JSON without tokens.
 *
 * @param listen - opens a connection that does not end by itself, which keeps no server
 * @param said - what the log has in the end
 */
export async function expectToStop(
  made: GeneratedServers,
  options: {
    listen?: () => Promise<{ close(): Promise<void> }>;
    said?: string;
  } = {},
): Promise<void> {
  const { listen, said = '' } = options;
  const listener = await listen?.();
  for (const kind of kinds) {
    const server = made.server(kind);
    const signal = kind === 'none' ? 'SIGTERM' : 'SIGINT';
    expect(await server.stop(signal)).toBe(0);
    expectJsonLines(server);
    expect(server.output()).toContain(said);
    expect(server.output()).not.toMatch(/bearer ey/i);
  }
  await listener?.close();
}
