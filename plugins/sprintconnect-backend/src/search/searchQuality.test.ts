import request from 'supertest';
import {
  evaluateSearch,
  evaluationQueries,
  evaluationServers,
} from '../../bench/searchEvaluation/evaluateSearch';
import {
  observation,
  openRegistry,
} from '../registry/__testUtils__/openRegistry';

describe('the evaluation set', () => {
  it('names tools that exist, of servers that may be published', () => {
    const ids = new Set(
      evaluationServers.flatMap(server =>
        server.tools.map(tool => `${server.name}/${tool.name}`),
      ),
    );
    expect(ids.size).toBeGreaterThan(400);
    expect(evaluationServers.length).toBeGreaterThanOrEqual(15);
    for (const server of evaluationServers) {
      expect(['MIT', 'Apache-2.0', 'BSD-3-Clause', 'ISC']).toContain(
        server.licence,
      );
    }
    expect(evaluationQueries.length).toBeGreaterThanOrEqual(100);
    const heldOut = evaluationQueries.filter(each => each.heldOut);
    expect(heldOut.length).toBeGreaterThanOrEqual(30);
    for (const { relevant } of evaluationQueries) {
      expect(Object.values(relevant)).toContain(2);
      expect([...ids]).toEqual(expect.arrayContaining(Object.keys(relevant)));
    }
  });

  it('is answered well on SQLite', async () => {
    const { app, ctx, register, service } = await openRegistry();
    for (const { name, description, tools } of evaluationServers) {
      const server = await register({
        name,
        ...(description && { description: description.slice(0, 500) }),
      });
      const capabilities = tools.map(definition => ({
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
    const quality = await evaluateSearch(evaluationQueries, async q => {
      const { body } = await request(app)
        .get('/v1/discovery/capabilities')
        .query({ q, limit: 10 })
        .expect(200);
      return body.items.map(
        (hit: { server: { name: string }; capability: { name: string } }) =>
          `${hit.server.name}/${hit.capability.name}`,
      );
    });
    expect(quality.recall).toBeGreaterThanOrEqual(0.8);
  });
});
