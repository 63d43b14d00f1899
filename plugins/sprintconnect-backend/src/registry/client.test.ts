import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';
import {
  observation,
  openRegistry,
  tool,
  weather,
} from './__testUtils__/openRegistry';

describe('the typed client and the routes', () => {
  let host: Server | undefined;
  afterEach(() => new Promise(resolve => host?.close(resolve)));

  it('understand each other', async () => {
    const registry = await openRegistry();
    host = createServer(registry.app).listen(0, '127.0.0.1');
    await new Promise(resolve => host?.once('listening', resolve));
    const { port } = host.address() as AddressInfo;
    const as = (caller?: string) =>
      new SprintConnectClient({
        baseUrl: `http://127.0.0.1:${port}`,
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: {
              ...init?.headers,
              ...(caller && { 'x-test-caller': caller }),
            },
          }),
      });
    const client = as();

    const server = await client.registerServer(weather({ tags: ['a'] }), {
      idempotencyKey: 'k',
    });
    const access = { update: true, discover: true, probe: true, delete: true };
    expect(await client.getServer(server.id)).toEqual({ ...server, access });
    const named = { environment: 'production', name: 'weather' };
    expect((await client.getServerByName(named)).id).toBe(server.id);
    const changed = await client.updateServer(server, { title: 'Weather' });
    await expect(
      client.updateServer(server, { title: 'late' }),
    ).rejects.toMatchObject({ status: 412 });
    expect((await client.discoverServer(server.id)).jobId).toMatch(/-/);
    expect(
      (await client.facets({ status: ['active', 'retired'] })).tag,
    ).toEqual([{ value: 'a', count: 1 }]);

    await registry.service.recordSnapshot(
      registry.ctx,
      server.id,
      observation(),
    );
    await registry.service.recordSnapshot(
      registry.ctx,
      server.id,
      observation({ capabilities: [tool('alerts')] }),
    );
    expect((await client.getSnapshot(server.id, 1)).capabilities).toHaveLength(
      3,
    );
    const diff = await client.diffSnapshots(server.id, { from: 1, to: 2 });
    expect(diff.changes.map(each => each.grade)).toEqual([
      'removed',
      'removed',
    ]);
    const versions = [];
    for await (const each of client.allSnapshots(server.id))
      versions.push(each.version);
    expect(versions).toEqual([2, 1]);
    const tools = await client.listCapabilities(server.id, {
      kind: 'tool',
      fields: ['name'],
      count: true,
    });
    expect(tools).toEqual({ items: [{ name: 'alerts' }], totalItems: 1 });

    const catalog = as('service:plugin:catalog');
    const entity = { namespace: 'default', name: 'tides' };
    const tides = await catalog.putCatalogEntity(
      entity,
      weather({ name: 'tides' }),
    );
    const names = [];
    for await (const each of client.allServers({ limit: 1 }))
      names.push(each.name);
    expect(names).toEqual(['tides', 'weather']);
    await catalog.deleteCatalogEntity(entity);
    await client.retireServer(changed.id);
    expect((await client.listServers()).items).toEqual([]);
    expect((await client.getServer(tides.id)).status).toBe('retired');
  });
});
