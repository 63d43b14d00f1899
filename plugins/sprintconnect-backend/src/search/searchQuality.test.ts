import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import request from 'supertest';
import {
  evaluateSearch,
  evaluationQueries,
} from '../../bench/searchEvaluation/evaluateSearch';
import { evaluationServers } from '../../bench/searchEvaluation/evaluationServers';
import {
  observation,
  openRegistry,
} from '../registry/__testUtils__/openRegistry';
import { EVERYTHING, MEMORY } from '../upstream/__testUtils__/peers';

/** Those of the pinned servers that tests of ours use anyway. */
const INSTALLED = { everything: EVERYTHING, memory: MEMORY };

const serverOf = (id: string) => id.split('/')[0];

/** What an installed server answers to `tools/list`. */
async function toolsOf(file: string) {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [file],
      stderr: 'ignore',
    }),
  );
  const { tools } = await client.listTools();
  await client.close();
  return tools;
}

describe('the evaluation set', () => {
  it('asks for tools of pinned servers', () => {
    const names = new Set(evaluationServers.map(each => each.name));
    expect(names.size).toBe(evaluationServers.length);
    expect(names.size).toBeGreaterThanOrEqual(15);
    for (const { version } of evaluationServers) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(evaluationQueries.length).toBeGreaterThanOrEqual(100);
    const heldOut = evaluationQueries.filter(each => each.heldOut);
    expect(heldOut.length).toBeGreaterThanOrEqual(30);
    for (const { relevant } of evaluationQueries) {
      expect(Object.values(relevant)).toContain(2);
      expect([...names]).toEqual(
        expect.arrayContaining(Object.keys(relevant).map(serverOf)),
      );
    }
  });

  /** For all of them, and on both databases: `npm run bench -- searchQuality`. */
  it('is answered well on SQLite, as far as it asks for servers that are installed here', async () => {
    const { app, ctx, register, service } = await openRegistry();
    for (const [name, file] of Object.entries(INSTALLED)) {
      const server = await register({ name });
      const capabilities = (await toolsOf(file)).map(definition => ({
        kind: 'tool' as const,
        name: definition.name,
        definition,
      }));
      await service.recordSnapshot(
        ctx,
        server.id,
        observation({ capabilities }),
      );
    }
    const asked = evaluationQueries.filter(({ relevant }) =>
      Object.keys(relevant).every(id => Object.hasOwn(INSTALLED, serverOf(id))),
    );
    expect(asked.length).toBeGreaterThanOrEqual(6);
    const quality = await evaluateSearch(asked, async q => {
      const { body } = await request(app)
        .get('/v1/discovery/capabilities')
        .query({ q, limit: 10 })
        .expect(200);
      return body.items.map(
        (hit: { server: { name: string }; capability: { name: string } }) =>
          `${hit.server.name}/${hit.capability.name}`,
      );
    });
    expect(quality.misses).toEqual([]);
    expect(quality.ndcg).toBeGreaterThanOrEqual(0.8);
  });
});
