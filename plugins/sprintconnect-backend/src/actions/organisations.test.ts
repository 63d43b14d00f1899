import { databaseIds, testContext } from '../__testUtils__';
import { pluginFor, user } from '../__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from '../__testUtils__/routeWalk/portal';
import { createWitness } from '../__testUtils__/routeWalk/witness';
import {
  observation,
  openRegistry,
} from '../registry/__testUtils__/openRegistry';

describe.each(databaseIds)('actions of two organisations on %s', id => {
  let portal: Portal;
  const ids: Record<string, string> = {};

  const invoke = async (
    by: Record<string, string>,
    action: string,
    input: object = {},
  ) => {
    const response = await portal.send(
      `/.backstage/actions/v1/actions/sprintconnect:${action}/invoke`,
      { method: 'POST', headers: by, body: input },
    );
    const body = (await response.json()) as any;
    return { status: response.status, ...body };
  };
  const remotes = [{ type: 'streamable-http', url: 'https://a.example/mcp' }];

  beforeAll(async () => {
    portal = await startPortal(id);
    for (const [name, by] of [
      ['of-acme', 'ada'],
      ['of-globex', 'otto'],
    ]) {
      const { output } = await invoke(user(by), 'register-mcp-server', {
        name,
        environment: 'production',
        remotes,
      });
      ids[name] = output.id;
    }
  });
  afterAll(() => portal?.stop());

  it('each sees its own servers only', async () => {
    const acme = await invoke(user('ada'), 'list-mcp-servers');
    expect(acme.output.items.map((each: any) => each.name)).toEqual([
      'of-acme',
    ]);
    const globex = await invoke(user('otto'), 'list-mcp-servers');
    expect(globex.output.items.map((each: any) => each.name)).toEqual([
      'of-globex',
    ]);
  });

  it('a server of another organisation is not there, and nothing is done with it', async () => {
    const witness = createWitness(portal.database);
    const before = await witness.content('globex');
    for (const action of [
      'get-mcp-server',
      'get-mcp-server-health',
      'get-mcp-connection-config',
      'compare-mcp-snapshots',
      'discover-mcp-server',
      'probe-mcp-server',
    ]) {
      const { status, error } = await invoke(user('ada'), action, {
        id: ids['of-globex'],
      });
      expect([action, status, error?.name]).toEqual([
        action,
        404,
        'NotFoundError',
      ]);
    }
    const { status, error } = await invoke(user('ada'), 'call-mcp-tool', {
      id: ids['of-globex'],
      tool: 'anything',
    });
    expect([status, error?.name]).toEqual([404, 'NotFoundError']);
    expect(await witness.content('globex')).toEqual(before);
  });

  it('whoever has no organisation is refused, and nothing is written', async () => {
    const witness = createWitness(portal.database);
    const before = await witness.counts();
    const body = { name: 'of-nobody', environment: 'production', remotes };
    for (const by of [user('nomad'), pluginFor('acme')]) {
      // The header of trusted services is part of a request, and an action has none.
      const { status, error } = await invoke(by, 'register-mcp-server', body);
      expect([status, error.name]).toEqual([403, 'NotAllowedError']);
      expect(error.message).toMatch(/organi[sz]ation/);
    }
    expect(await witness.counts()).toBe(before);
  });

  it('a viewer, and an engineer who does not own a server, have nothing done to it', async () => {
    const witness = createWitness(portal.database);
    const before = await witness.content('acme');
    const input = { id: ids['of-acme'] };
    for (const name of ['vera', 'erin']) {
      const { status, error } = await invoke(
        user(name),
        'discover-mcp-server',
        input,
      );
      expect([status, error.name]).toEqual([403, 'NotAllowedError']);
      expect(error.message).toMatch(/sprintconnect\.server\.update/);
    }
    expect(await witness.content('acme')).toEqual(before);
    const { output } = await invoke(user('ada'), 'discover-mcp-server', input);
    expect(output).toMatchObject({ status: 'queued' });
  });

  it.each([
    ['list-mcp-servers', { q: 'a\0b' }],
    ['list-mcp-servers', { tag: ['a\0b'] }],
    ['search-mcp-capabilities', { q: '\0' }],
    ['get-mcp-server', { environment: 'production\0', name: 'of-acme' }],
    ['register-mcp-server', { name: 'of-acme', remotes: [{ url: '\0' }] }],
    ['call-mcp-tool', { tool: 'a', arguments: { b: ['\0'] } }],
  ])(
    '%s refuses what no database can be asked for: %j',
    async (name, input) => {
      const { status, error } = await invoke(user('ada'), name, input);
      expect([status, error.name, error.message]).toEqual([
        400,
        'InputError',
        'The input contains the character U+0000. Remove it.',
      ]);
    },
  );

  it('answers at most 50 rows, the worst changes before others', async () => {
    const { service } = await openRegistry({ database: portal.database });
    const offer = async (count: number, description: string) => {
      const capabilities = Array.from({ length: count }, (_, index) => ({
        kind: 'tool' as const,
        name: `tool_${index}`,
        definition: {
          name: `tool_${index}`,
          description,
          inputSchema: { type: 'object' },
        },
      }));
      await service.recordSnapshot(
        testContext({ orgId: 'acme' }),
        ids['of-acme'],
        observation({ remoteUrl: remotes[0].url, capabilities }),
      );
    };
    await offer(60, 'Does it');
    await offer(1, 'Does something else');
    const input = { id: ids['of-acme'] };
    const diff = await invoke(user('ada'), 'compare-mcp-snapshots', input);
    expect(diff.output).toMatchObject({ from: 1, to: 2, totalChanges: 60 });
    const grades = diff.output.changes.map((each: any) => each.grade);
    expect(grades).toEqual(Array(50).fill('removed'));

    await offer(60, 'Does it');
    const got = await invoke(user('ada'), 'get-mcp-server', input);
    expect(got.output.capabilities).toHaveLength(50);
    expect(got.output.totalCapabilities).toBe(60);
    const found = await invoke(user('ada'), 'search-mcp-capabilities', {
      limit: 50,
    });
    expect(found.output.items).toHaveLength(50);
    expect(found.output.nextCursor).toEqual(expect.any(String));
  });
});

it('an instance that answers no requests has no actions', async () => {
  const portal = await startPortal('SQLITE_3', {
    config: { roles: ['worker'] },
  });
  const response = await portal.send('/.backstage/actions/v1/actions', {
    method: 'GET',
    headers: user('ada'),
  });
  expect(await response.json()).toEqual({ actions: [] });
  await portal.stop();
});
