import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../package.json' with { type: 'json' };
import identity from '../server.json' with { type: 'json' };
import { startServer } from './startServer.ts';

// Both eras of the protocol: 2026-07-28 without sessions, and what came before.
const eras = [
  ['modern', { pin: '2026-07-28' }],
  ['legacy', 'legacy'],
] as const;

for (const [era, mode] of eras) {
  test(`counts words for a client of the ${era} era`, async t => {
    const server = await startServer(t);
    const client = await server.connect(mode);
    assert.equal(client.getProtocolEra(), era);
    const answer = await client.callTool({
      name: 'count_words',
      arguments: { text: 'Good morning. 今日はいい天気です。' },
    });
    assert.deepEqual(answer.structuredContent, { words: 7, sentences: 2 });
    assert.equal(answer.isError ?? false, false);
  });

  test(`refuses a text that is too long in the ${era} era`, async t => {
    const server = await startServer(t);
    const client = await server.connect(mode);
    const answer = await client.callTool({
      name: 'count_words',
      arguments: { text: 'a'.repeat(100_001) },
    });
    assert.equal(answer.isError, true);
    assert.equal(answer.structuredContent, undefined);
  });
}

test('is called what server.json says, with the version of package.json', async t => {
  const server = await startServer(t);
  const client = await server.connect('auto');
  assert.equal(client.getServerVersion()?.name, identity.name);
  assert.equal(client.getServerVersion()?.version, identity.version);
  assert.equal(identity.version, manifest.version);
  assert.equal(identity.name, manifest.mcpName);
});
