import request from 'supertest';
import {
  capabilityUsePermission,
  pageSchema,
  serverHitSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, testAuthorizer } from '../__testUtils__';
import { openRegistry, tool } from '../registry/__testUtils__/openRegistry';
import { offer } from './__testUtils__/searching';

const NAME = capabilityUsePermission.name;

async function read(
  { app }: { app: Parameters<typeof request>[0] },
  query: Record<string, string | number> = {},
) {
  const { body } = await request(app)
    .get('/v1/discovery/servers')
    .query(query)
    .expect(200);
  return pageSchema(serverHitSchema).parse(body);
}

const names = (page: Awaited<ReturnType<typeof read>>) =>
  page.items.map(each => each.server.name);

describe.each(databaseIds)('servers that may be used on %s', id => {
  it('are all with a capability, healthy ones first, page after page', async () => {
    const registry = await openRegistry({ id });
    const ids: Record<string, string> = {};
    for (const name of [
      's0',
      's1',
      's2',
      's3',
      'draft',
      'quarantined',
      'gone',
    ]) {
      ids[name] = await offer(registry, { name }, [tool('a'), tool('b')]);
    }
    await registry.register({ name: 'empty' });
    const change = (name: string, values: object) =>
      registry.database
        .reader('servers')
        .where({ id: ids[name] })
        .update(values);
    await change('s2', { health_status: 'healthy' });
    await change('s0', { health_status: 'unhealthy' });
    await change('draft', { status: 'draft' });
    await change('quarantined', { status: 'quarantined' });
    await change('gone', { status: 'retired' });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(registry, {
        limit: 2,
        ...(cursor && { cursor }),
      });
      found.push(...names(page));
      cursor = page.nextCursor;
    } while (cursor);
    expect(found).toEqual(['s2', 's1', 's3', 's0']);
    const [first] = (await read(registry)).items;
    expect(first).toMatchObject({
      server: { name: 's2' },
      connect: {
        url: 'https://portal.example/api/sprintconnect/mcp/servers/production/s2',
      },
      capabilities: [],
    });
    expect(names(await read(registry, { health: 'healthy' }))).toEqual(['s2']);
    expect(names(await read(registry, { kind: 'prompt' }))).toEqual([]);
  });

  it('are those of which anything may be used, and not what may only be read', async () => {
    const registry = await openRegistry({
      id,
      plumbing: {
        authorizer: testAuthorizer([], {
          [NAME]: { trait: 'name', pattern: 'use*' },
        }),
      },
    });
    await offer(registry, { name: 'used' }, [tool('useful'), tool('other')]);
    await offer(registry, { name: 'read' }, [tool('other')]);
    expect(names(await read(registry))).toEqual(['used']);
    expect(names(await read(registry, { capability: 'other' }))).toEqual([
      'read',
      'used',
    ]);
  });

  it('are none for who may use nothing, and need to be readable, too', async () => {
    const none = await openRegistry({ id, denied: [NAME] });
    await offer(none, { name: 'read' }, [tool('a')]);
    expect(names(await read(none))).toEqual([]);
    const narrow = await openRegistry({
      id,
      plumbing: {
        authorizer: testAuthorizer([], {
          'sprintconnect.capability.read': { trait: 'name', pattern: 'x*' },
        }),
      },
    });
    await offer(narrow, { name: 'hidden' }, [tool('a')]);
    await offer(narrow, { name: 'seen' }, [tool('xa')]);
    expect(names(await read(narrow))).toEqual(['seen']);
  });
});
