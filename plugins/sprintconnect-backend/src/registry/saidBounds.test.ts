import request from 'supertest';
import { databaseIds } from '../__testUtils__';
import { migrationsDirectory } from '../platform';
import { bounds } from '../upstream';
import { observation, openRegistry, tool } from './__testUtils__/openRegistry';
import { LISTED_COLUMNS } from '../records';

const MIGRATION = '20261122000018_said_bounds.js';
const instructions = 'x'.repeat(bounds.instructions.most);

describe.each(databaseIds)('what lists carry on %s', id => {
  const open = async () => {
    const world = await openRegistry({ id });
    const { id: serverId } = await world.register();
    const record = (overrides: Parameters<typeof observation>[0]) =>
      world.service.recordSnapshot(
        world.ctx,
        serverId,
        observation({ startedAt: world.clock.now(), ...overrides }),
      );
    return { ...world, serverId, record };
  };

  it('leave the instructions of servers to those who ask for them', async () => {
    const { app, record, serverId } = await open();
    await record({ instructions });
    const get = async (path: string) =>
      (await request(app).get(path).expect(200)).body;
    const one = await get(`/v1/servers/${serverId}`);
    const [listed] = (await get('/v1/servers')).items;
    expect(one.instructions).toBe(instructions);
    const { instructions: _, access: __, ...others } = one;
    expect(listed).toEqual(others);
    expect((await get('/v1/servers?fields=name,instructions')).items).toEqual([
      { name: 'weather', instructions },
    ]);
  });

  it('read every column that servers are shown with', async () => {
    const { database } = await open();
    const columns = Object.keys(await database.reader('servers').columnInfo());
    const unlisted = columns.filter(
      column => !LISTED_COLUMNS.includes(`servers.${column}`),
    );
    expect(unlisted.sort()).toEqual([
      'announces_changes',
      'catalog_intervals',
      'current_digest',
      'discovery_requested_at',
      'era_at',
      'era_remote_url',
      'failures',
      'instructions',
      'next_discovery_at',
      'search_text',
    ]);
  });

  it('are small again after the upgrade of rows that are not', async () => {
    const { app, database, record, serverId } = await open();
    const config = { directory: migrationsDirectory, name: MIGRATION };
    const knex = database.reader;
    await knex.migrate.down(config);
    const megabytes = 'é'.repeat(1_000_000);
    await record({
      serverInfo: {
        name: megabytes,
        version: '\n'.repeat(500),
        title: megabytes,
      },
      instructions: megabytes,
    });
    await record({
      serverInfo: { name: 'small', version: '1' },
      capabilities: [tool('a')],
    });
    await knex('servers').update({
      server_info: (await knex('snapshots').where({ version: 1 }).first())
        .server_info,
      instructions: megabytes,
    });
    const sizes = async () => {
      const lists = ['/v1/servers', `/v1/servers/${serverId}/snapshots`];
      const answers = await Promise.all(
        lists.map(path => request(app).get(path).expect(200)),
      );
      return answers.map(({ text }) => text.length);
    };
    const before = await sizes();
    expect(Math.min(...before)).toBeGreaterThan(2_000_000);

    await knex.migrate.up(config);
    expect(Math.max(...(await sizes()))).toBeLessThan(6_000);
    const { body } = await request(app).get(`/v1/servers/${serverId}`);
    expect(body.serverInfo).toEqual({
      name: expect.stringMatching(/^é+… \[cut: 2000000 bytes in all, SHA-256/),
      version: '\n'.repeat(500),
      title: expect.stringMatching(/^é+… \[cut: /),
    });
    expect(Buffer.byteLength(body.serverInfo.name)).toBeLessThanOrEqual(512);
    expect(Buffer.byteLength(body.instructions)).toBeLessThanOrEqual(
      bounds.instructions.most,
    );
    const versions = await request(app).get(
      `/v1/servers/${serverId}/snapshots?fields=version,serverInfo`,
    );
    expect(versions.body.items).toEqual([
      { version: 2, serverInfo: { name: 'small', version: '1' } },
      { version: 1, serverInfo: body.serverInfo },
    ]);
  });
});
