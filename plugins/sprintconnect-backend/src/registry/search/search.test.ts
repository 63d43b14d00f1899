import request from 'supertest';
import {
  capabilityHitsSchema,
  type CapabilityHit,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, testContext } from '../../__testUtils__';
import { observation, openRegistry, tool } from '../__testUtils__/openRegistry';

const TOOLS = [
  tool('create_issue', {
    description: 'Create a new issue in a GitHub repository',
    inputSchema: { type: 'object', properties: { assigneeLogin: {} } },
  }),
  tool('listIssues', { description: 'List the issues of a repository' }),
  tool('slack_post_message', {
    title: 'Post message',
    description: 'Sends a message to a channel',
  }),
  tool('HTTPServerStatus', { description: 'Tells whether it is up' }),
  tool('browser_take_screenshot', {
    description: 'Takes a picture of the current page',
  }),
];

async function open(id: (typeof databaseIds)[number]) {
  const registry = await openRegistry({ id });
  const { app, ctx, register, service } = registry;
  const server = await register({ name: 'hub', tags: ['public'] });
  await service.recordSnapshot(
    ctx,
    server.id,
    observation({ capabilities: TOOLS }),
  );
  const search = async (query: Record<string, string>) => {
    const response = await request(app)
      .get('/v1/discovery/capabilities')
      .query(query)
      .expect(200);
    return capabilityHitsSchema.parse(response.body);
  };
  const names = async (q: string, more = {}) =>
    (await search({ q, ...more })).items.map(
      (each: CapabilityHit) => each.capability.name,
    );
  return { ...registry, server, search, names };
}

describe.each(databaseIds)('search on %s', id => {
  it.each([
    ['create_issue', 'create_issue', 'name'],
    ['createIssue', 'create_issue', 'name'],
    ['create issue', 'create_issue', 'name'],
    ['list-issues', 'listIssues', 'name'],
    ['http server', 'HTTPServerStatus', 'words'],
    ['how do I send a message to a channel?', 'slack_post_message', 'words'],
    ['screensh', 'browser_take_screenshot', 'words'],
    ['slack_po', 'slack_post_message', 'words'],
    ['assignee', 'create_issue', 'words'],
    ['screnshot', 'browser_take_screenshot', 'similar'],
    ['mesage chanel', 'slack_post_message', 'similar'],
    ['picture of a page', 'browser_take_screenshot', 'words'],
    ['repositories issue', 'create_issue', 'words'],
  ])('answers "%s" with %s by %s', async (q, name, match) => {
    const { search } = await open(id);
    const [hit] = (await search({ q })).items;
    expect(hit).toMatchObject({ match, capability: { name } });
    expect(hit.server).toMatchObject({ name: 'hub', status: 'active' });
    expect(hit.score).toBeGreaterThan(0);
  });
  it('xx', async () => {
    const { search } = await open(id);
    expect(testContext()).toBeDefined();
    expect((await search({})).items).toHaveLength(5);
  });
});
