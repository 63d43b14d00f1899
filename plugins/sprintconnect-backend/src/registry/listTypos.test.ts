import request from 'supertest';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, testJudgement } from '../__testUtils__';
import type { Criteria } from '../ports';
import { observation, openRegistry, tool } from './__testUtils__/openRegistry';

type Listed = Pick<Server, 'name' | 'match'>;

describe.each(databaseIds)(
  'a list of servers with typing mistakes on %s',
  id => {
    const openList = async () => {
      const world = await openRegistry({ id });
      const { app, ctx, service } = world;
      const ask = async (query: Record<string, string>) =>
        (await request(app).get('/v1/servers').query(query).expect(200)).body;
      /** Each name with what it was found by. */
      const find = async (q: string, more: Record<string, string> = {}) => {
        const { items } = await ask({ q, ...more });
        return items.map((each: Listed) => `${each.match} ${each.name}`);
      };
      const facets = async (query: Record<string, string>) =>
        (await request(app).get('/v1/servers/facets').query(query).expect(200))
          .body;
      const findAs = async (q: string, criteria: Criteria) => {
        const { items } = await service.listServers(ctx, {
          query: { q, limit: 50 },
          readable: testJudgement(criteria),
        });
        return items.map(each => each.name);
      };
      return { ...world, ask, find, facets, findAs };
    };

    const openThree = async () => {
      const world = await openList();
      await world.register({
        name: 'weather',
        title: 'Forecasts',
        description: 'Tells of Zürich and the sea',
        tags: ['open'],
      });
      await world.register({ name: 'weather-lab', environment: 'staging' });
      await world.register({ name: 'billing' });
      return world;
    };

    it('finds what was probably meant, and says so', async () => {
      const { find, ask } = await openThree();
      expect(await find('wether')).toEqual([
        'similar weather',
        'similar weather-lab',
      ]);
      expect(await find('WETHER forecats')).toEqual(['similar weather']);
      expect(await find('zurich')).toEqual(['similar weather']);
      expect(await find('weat')).toEqual([
        'words weather',
        'words weather-lab',
      ]);
      // Right words in another order are no mistake.
      expect(await find('lab weather')).toEqual(['words weather-lab']);
      expect(await find('wether qqqqqq')).toEqual([]);
      expect(await find('qx9')).toEqual([]);
      const [unasked] = (await ask({})).items;
      expect(unasked).not.toHaveProperty('match');
    });

    it('takes nothing for a mistake that a server has', async () => {
      const { find, register, app } = await openThree();
      const { id: serverId } = await register({ name: 'wether-archive' });
      expect(await find('wether')).toEqual(['words wether-archive']);
      // Nor where another filter leaves that server out.
      expect(await find('wether', { environment: 'staging' })).toEqual([]);
      await request(app).delete(`/v1/servers/${serverId}`).expect(204);
      expect(await find('wether')).toEqual([
        'similar weather',
        'similar weather-lab',
      ]);
      expect(
        await find('wether', {
          status: 'retired,active',
          environment: 'production',
        }),
      ).toEqual(['similar weather', 'words wether-archive']);
    });

    it('reads nothing word by word that a server has as it is', async () => {
      const { facets, find, register } = await openThree();
      await register({ name: 'other', title: 'Lab of weather' });
      expect(await find('weather-lab')).toEqual(['words weather-lab']);
      expect(await find('weather-lab', { environment: 'production' })).toEqual(
        [],
      );
      expect((await facets({ q: 'weather-lab' })).environment).toEqual([
        { value: 'staging', count: 1 },
      ]);
    });

    it('counts, narrows, sorts and pages what it finds', async () => {
      const { ask, find, facets } = await openThree();
      expect(await ask({ q: 'wether', count: 'true' })).toMatchObject({
        totalItems: 2,
      });
      expect(await find('wether', { orderBy: '-name' })).toEqual([
        'similar weather-lab',
        'similar weather',
      ]);
      const { environment } = await facets({ q: 'wether', tag: 'open' });
      expect(environment).toEqual([{ value: 'production', count: 1 }]);
      for (const each of (await facets({ q: 'wether' })).environment) {
        const found = await find('wether', { environment: each.value });
        expect(found).toHaveLength(each.count);
      }
      expect(await find('wether', { tag: 'open' })).toEqual([
        'similar weather',
      ]);
    });

    it('reads the words of all pages as those of the first one', async () => {
      const { ask, register } = await openThree();
      const first = await ask({ q: 'wether', limit: '1' });
      await register({ name: 'wether' });
      const second = await ask({
        q: 'wether',
        limit: '1',
        cursor: first.nextCursor,
      });
      expect([...first.items, ...second.items]).toEqual([
        expect.objectContaining({ name: 'weather', match: 'similar' }),
        expect.objectContaining({ name: 'weather-lab', match: 'similar' }),
      ]);
    });

    it('goes by nothing that the caller may not see', async () => {
      const { findAs, register, app } = await openThree();
      const open: Criteria = { trait: 'tag', anyOf: ['open'] };
      expect(await findAs('wether', open)).toEqual(['weather']);
      expect(await findAs('biling', open)).toEqual([]);
      // Nearer to the mistake than what is visible, and the mistake itself.
      for (const name of ['wether', 'wethera', 'wethe', 'wethes', 'wethet']) {
        await register({ name, environment: 'staging' });
      }
      expect(await findAs('wether', open)).toEqual(['weather']);
      const [hidden] = (
        await request(app).get('/v1/servers').query({ q: 'wether' })
      ).body.items;
      expect(hidden).toMatchObject({ name: 'wether', match: 'words' });
    });

    it('leaves Discover to what is found by capabilities', async () => {
      const world = await openList();
      const { app, ctx, register, service } = world;
      const server = await register({ name: 'hub' });
      await service.recordSnapshot(
        ctx,
        server.id,
        observation({ capabilities: [tool('lighthouse_report')] }),
      );
      // As near to the mistake, and before it by the alphabet.
      for (const name of [
        'aighthouse',
        'bighthouse',
        'cighthouse',
        'dighthouse',
      ]) {
        await register({ name });
      }
      const { body } = await request(app)
        .get('/v1/discovery/capabilities')
        .query({ q: 'xighthouse' });
      expect(body.items).toMatchObject([
        { match: 'similar', capability: { name: 'lighthouse_report' } },
      ]);
    });

    it('follows what a server is called', async () => {
      const { app, find, register, searchSlice } = await openList();
      const server = await register({ name: 'bridge', title: 'Lighthouse' });
      expect(await find('lighthuose')).toEqual(['similar bridge']);
      await request(app)
        .patch(`/v1/servers/${server.id}`)
        .set('if-match', '"1"')
        .send({ title: 'Harbour' })
        .expect(200);
      for (const prune of searchSlice.prunes) await prune(500);
      expect(await find('lighthuose')).toEqual([]);
      expect(await find('harbuor')).toEqual(['similar bridge']);
      expect(await find('brigde')).toEqual(['similar bridge']);
    });

    it('learns at start what was registered before there were words', async () => {
      const { database, find, register, runJobs, searchSlice } =
        await openList();
      await register({ name: 'weather' });
      await database.reader('search_server_words').delete();
      await database.reader('search_servers').update({ version: 3 });
      expect(await find('wether')).toEqual([]);
      await searchSlice.start();
      await runJobs('index-search');
      expect(await find('wether')).toEqual(['similar weather']);
    });

    it('keeps its cursors short, whatever the words', async () => {
      const { ask, register } = await openList();
      const long = 'ю'.repeat(24);
      for (const end of ['абвг', 'абвд', 'абве', 'абвж']) {
        for (const start of ['q', 'w', 'e', 'r']) {
          await register({
            name: `s-${Buffer.from(start + end).toString('hex')}`,
            title: ['к', 'л', 'м', 'н']
              .map(each => `${each}${long}${end}`)
              .join(' '),
          });
        }
      }
      const q = ['к', 'л', 'м', 'н']
        .map(each => `${each}${long}абвя`)
        .join(' ');
      const first = await ask({ q, limit: '1' });
      expect(first.items[0]).toMatchObject({ match: 'similar' });
      expect(first.nextCursor.length).toBeLessThan(1024);
      const { items } = await ask({ q, limit: '1', cursor: first.nextCursor });
      expect(items).toHaveLength(1);
    });
  },
);
