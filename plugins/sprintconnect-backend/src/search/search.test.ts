import fc from 'fast-check';
import request from 'supertest';
import { v7 as uuid } from 'uuid';
import { capabilityWithServerSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import { openRegistry, tool } from '../registry/__testUtils__/openRegistry';
import {
  found,
  offer,
  type Registry,
  search,
  TOOLS,
} from './__testUtils__/searching';
import { FoundStore } from './FoundStore';

describe.each(databaseIds)('search on %s', id => {
  let registry: Registry;
  let hub: string;
  beforeAll(async () => {
    registry = await openRegistry({ id });
    hub = await offer(registry, { name: 'hub', tags: ['public'] });
  });

  it.each([
    ['create_issue', 'create_issue', 'name'],
    ['createIssue', 'create_issue', 'name'],
    ['Create Issue', 'create_issue', 'name'],
    ['createissue', 'create_issue', 'name'],
    ['list-issues', 'listIssues', 'name'],
    ['http server', 'HTTPServerStatus', 'words'],
    ['how do I send a message to a channel?', 'slack_post_message', 'words'],
    ['screensh', 'browser_take_screenshot', 'words'],
    ['slack_po', 'slack_post_message', 'words'],
    ['assignee', 'create_issue', 'words'],
    ['screnshot', 'browser_take_screenshot', 'similar'],
    ['mesage chanel', 'slack_post_message', 'similar'],
    ['picture of a page', 'browser_take_screenshot', 'words'],
    ['repositories', 'create_issue', 'words'],
    ['is it up', 'HTTPServerStatus', 'words'],
  ])('answers "%s" with %s by %s', async (q, name, match) => {
    const hits = await search(registry, { q });
    expect(hits.items[0]).toMatchObject({
      match,
      capability: { name },
      server: { id: hub, name: 'hub', status: 'active', tags: ['public'] },
    });
    expect(hits.items[0].score).toBeGreaterThan(0);
    expect(hits).not.toHaveProperty('degraded');
    expect(hits).not.toHaveProperty('nextCursor');
  });

  it('finds words that no spaces tell apart', async () => {
    const abroad = await openRegistry({ id });
    await offer(abroad, { name: 'abroad' }, [
      tool('forecast', { description: '지역의 날씨를 조회합니다' }),
      tool('timetable', { description: 'ค้นหาเวลารถไฟออกจากสถานี' }),
      tool('river', { description: 'ระดับน้ำในแม่น้ำ' }),
      tool('exchange', { description: '환율을 조회합니다' }),
    ]);
    for (const [q, name] of [
      ['날씨', 'forecast'],
      ['날씨가', 'forecast'],
      ['환율', 'exchange'],
      ['รถไฟ', 'timetable'],
      ['แม่น้ำ', 'river'],
    ]) {
      expect(found(await search(abroad, { q }))[0]).toBe(name);
    }
    expect(found(await search(abroad, { q: '날씨' }))).toEqual(['forecast']);
    expect(found(await search(abroad, { q: '주식' }))).toEqual([]);
  });

  it('finds nothing where nothing is like it', async () => {
    expect(found(await search(registry, { q: 'zzzqqqxxx' }))).toEqual([]);
    expect(found(await search(registry, { q: '*** "' }))).toEqual([]);
  });

  it('takes any text', async () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ maxLength: 200 }),
      fc
        .array(
          fc.constantFrom(
            ...['"', '*', 'AND', 'OR', 'NOT', 'NEAR(', ')', ':', '^', '-', '&'],
            ...['|', '!', '<->', "'", '\\', '%', '_', '🙂', 'name :', 'issue'],
          ),
          { maxLength: 25 },
        )
        .map(parts => parts.join(' ').slice(0, 200)),
    );
    await fc.assert(
      fc.asyncProperty(junk, async text => {
        const { status, body } = await request(registry.app)
          .get('/v1/discovery/capabilities')
          .query({ q: text.slice(0, 200) });
        const refused = text.includes('\u0000') ? [400] : [200];
        expect({ refused, text }).toEqual({ refused: [status], text });
        expect(JSON.stringify(body)).not.toMatch(/sqlite|fts5|tsquery/i);
      }),
      { numRuns: 150 },
    );
  });

  it('lists everything by name, page after page', async () => {
    const first = await search(registry, { limit: 4 });
    expect(first.items.every(each => each.match === 'listed')).toBe(true);
    const second = await search(registry, {
      limit: 4,
      cursor: String(first.nextCursor),
    });
    expect(second).not.toHaveProperty('nextCursor');
    const names = [...found(first), ...found(second)];
    expect(names.sort()).toEqual(TOOLS.map(each => each.name).sort());
    const foreign = await request(registry.app)
      .get('/v1/discovery/capabilities')
      .query({ cursor: first.nextCursor, kind: 'tool' });
    expect(foreign.status).toBe(400);
  });

  it('lists on when something goes between its two looks', async () => {
    const find = jest
      .spyOn(FoundStore.prototype, 'find')
      .mockImplementationOnce(async function first(this: FoundStore, ...of) {
        find.mockRestore();
        return (await this.find(...of)).slice(1);
      });
    const first = await search(registry, { limit: 2 });
    expect(first.items).toHaveLength(2);
    const rest = await search(registry, {
      limit: 100,
      cursor: String(first.nextCursor),
    });
    expect(first.items.length + rest.items.length).toBe(TOOLS.length - 1);
  });

  it('keeps organisations apart', async () => {
    for (const q of ['create_issue', 'issue', 'isue', '']) {
      expect((await search(registry, { q }, 'other')).items).toEqual([]);
    }
    const [{ capability }] = (await search(registry, { q: 'issue' })).items;
    const path = `/v1/discovery/capabilities/${capability.id}`;
    const own = await request(registry.app).get(path).expect(200);
    expect(capabilityWithServerSchema.parse(own.body)).toMatchObject({
      capability: { id: capability.id, definition: { name: capability.name } },
      server: { id: hub },
    });
    const foreign = await request(registry.app)
      .get(path)
      .set('x-test-org', 'other');
    expect(foreign.status).toBe(404);
    const none = await request(registry.app)
      .get('/v1/discovery/servers')
      .set('x-test-org', 'other')
      .query({ capability: 'create_issue' });
    expect(none.body).toEqual({ items: [] });
  });

  it.each(['sprintconnect.capability.read', 'sprintconnect.server.read'])(
    'asks for %s',
    async permission => {
      const { app } = await openRegistry({ id, denied: [permission] });
      for (const path of [
        '/v1/discovery/capabilities?q=a',
        `/v1/discovery/capabilities/${uuid()}`,
        '/v1/discovery/servers?capability=a',
      ]) {
        const response = await request(app).get(path);
        expect(response.status).toBe(403);
        expect(response.body.detail).toContain(permission);
      }
    },
  );

  it('names the faults of a query', async () => {
    for (const query of [
      'kind=tools',
      'health=ill',
      'limit=0',
      'q2=x',
      `q=${'a'.repeat(201)}`,
    ]) {
      const { status, body } = await request(registry.app).get(
        `/v1/discovery/capabilities?${query}`,
      );
      expect({ query, status }).toEqual({ query, status: 400 });
      expect(body.errors).toHaveLength(1);
    }
    const { status } = await request(registry.app).get(
      '/v1/discovery/servers?limit=0',
    );
    expect(status).toBe(400);
  });
});
