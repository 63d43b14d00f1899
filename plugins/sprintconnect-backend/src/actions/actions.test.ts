import { serverConditions as server } from '@sprintconnect/plugin-sprintconnect-common';
import { startForecastServer, type ForecastServer } from 'upstream';
import { eventually } from '../__testUtils__';
import {
  type AgentPortal,
  connectAgent,
  startAgentPortal,
} from './__testUtils__/startAgentPortal';

const weather = server.hasTag({ tag: 'weather' });
const READS = [
  'compare-mcp-snapshots',
  'get-mcp-connection-config',
  'get-mcp-server',
  'get-mcp-server-health',
  'list-mcp-servers',
  'search-mcp-capabilities',
];
const CALL = 'call-mcp-tool';
const WRITES = [
  'discover-mcp-server',
  'probe-mcp-server',
  'register-mcp-server',
];

type Agent = Awaited<ReturnType<typeof connectAgent>>;

/** A whole portal is started once, because it takes as long as all of these tests. */
describe('actions in a portal', () => {
  let upstream: ForecastServer;
  /** Offers the same, and never anything new. */
  let quiet: ForecastServer;
  let portal: AgentPortal;
  let ada: Agent;
  let vera: Agent;
  let cora: Agent;
  let nina: Agent;
  const ids: Record<string, string> = {};

  const at = (url: string) => [{ type: 'streamable-http', url }];
  const bodyOf = (name: string, more: object = {}) => ({
    name,
    environment: 'development',
    remotes: at(upstream.url),
    ...more,
  });
  const versionOf = (name: string, version: number) =>
    eventually(`version ${version} of ${name} is there`, async () => {
      const { body } = await portal.send(
        'ada',
        `/sprintconnect/v1/servers/${ids[name]}`,
      );
      return body.snapshot.current === version;
    });
  const discovered = async (name: string, version: number) => {
    await portal.send(
      'ada',
      `/sprintconnect/v1/servers/${ids[name]}/discover`,
      { method: 'POST' },
    );
    await versionOf(name, version);
  };
  const audited = async (query: string) => {
    const { body } = await portal.send(
      'ada',
      `/sprintconnect/v1/audit?${query}`,
    );
    return body.items as Record<string, any>[];
  };
  /** Everything that a write leaves behind, but for what the background does by itself. */
  const written = async () => {
    const { body } = await portal.send(
      'ada',
      '/sprintconnect/v1/servers?count=true&status=active,retired',
    );
    const done = await audited(
      'outcome=success&limit=200&action=server-register,server-discover,server-probe',
    );
    return { servers: body.totalItems, done: done.map(({ id }) => id) };
  };

  beforeAll(async () => {
    upstream = await startForecastServer();
    quiet = await startForecastServer();
    portal = await startAgentPortal({
      people: {
        vera: { 'server.read': true, 'capability.read': true },
        // Sees what is about the weather, and may do nothing with it.
        cora: { 'server.read': weather, 'capability.read': true },
        nina: {},
      },
    });
    for (const [name, tags, { url }] of [
      ['forecast', ['weather'], upstream],
      ['ledger', [], quiet],
    ] as const) {
      const { body } = await portal.send('ada', '/sprintconnect/v1/servers', {
        method: 'POST',
        body: bodyOf(name, { tags, remotes: at(url) }),
      });
      ids[name] = body.id;
      await versionOf(name, 1);
    }
    upstream.release(2);
    await discovered('forecast', 2);
    [ada, vera, cora, nina] = await Promise.all(
      ['ada', 'vera', 'cora', 'nina'].map(name => connectAgent(portal, name)),
    );
  });
  afterAll(async () => {
    await Promise.all([ada, vera, cora, nina].map(each => each?.close()));
    await portal?.stop();
    await upstream?.close();
    await quiet?.close();
  });

  it('are tools that say truly what they do', async () => {
    const tools = await ada.tools();
    expect(
      tools
        .map(({ name, annotations }) => [
          name.replace('sprintconnect.', ''),
          annotations?.readOnlyHint,
          annotations?.destructiveHint,
          annotations?.idempotentHint,
        ])
        .sort(),
    ).toEqual(
      [
        ...READS.map(name => [name, true, false, true]),
        ...WRITES.map(name => [name, false, false, false]),
        [CALL, false, true, false],
      ].sort(),
    );
    const register = tools.find(({ name }) => name.includes('register'));
    expect(register?.inputSchema).toMatchObject({
      type: 'object',
      required: ['name', 'environment', 'remotes'],
      additionalProperties: false,
      properties: {
        tags: { type: 'array', maxItems: 20 },
        remotes: { items: { anyOf: expect.any(Array) }, minItems: 1 },
      },
    });
    expect(register?.inputSchema.properties).not.toHaveProperty('credential');
    const list = tools.find(({ name }) => name.includes('list'));
    expect(list?.inputSchema.properties).toMatchObject({
      health: { type: 'array', items: { enum: expect.any(Array) } },
      limit: { type: 'integer', maximum: 50, default: 20 },
    });
  });

  it('are hidden where a permission that needs no server lacks', async () => {
    const names = (await vera.tools()).map(({ name }) => name);
    expect(names).toHaveLength(9);
    expect(names).not.toContain('sprintconnect.register-mcp-server');
    const before = await written();
    expect(
      await vera.call('register-mcp-server', bodyOf('by-vera')),
    ).toMatchObject({
      isError: true,
      text: expect.stringContaining('NotFoundError: Action'),
    });
    expect(await written()).toEqual(before);
  });

  describe('reading', () => {
    it('finds capabilities with their servers', async () => {
      const { output } = await ada.call('search-mcp-capabilities', {
        q: 'forecast',
        kind: ['tool'],
        environment: ['development', 'production'],
        limit: 50,
      });
      const found = output.items.map(
        (each: any) => `${each.server.name}/${each.capability.name}`,
      );
      expect(found).toContain('forecast/get_forecast');
      expect(found).toContain('ledger/get_forecast');
      expect(output.items[0]).toMatchObject({
        match: expect.any(String),
        capability: { kind: 'tool', id: expect.any(String) },
        server: { environment: 'development', status: 'active' },
      });
    });

    it('lists servers page by page', async () => {
      const first = await ada.call('list-mcp-servers', {
        limit: 1,
        status: ['active'],
      });
      const second = await ada.call('list-mcp-servers', {
        limit: 1,
        status: ['active'],
        cursor: first.output.nextCursor,
      });
      const both = [...first.output.items, ...second.output.items];
      expect(both.map(each => each.name)).toEqual(['forecast', 'ledger']);
      expect(both[0]).toMatchObject({
        id: ids.forecast,
        tags: ['weather'],
        origin: 'api',
        counts: expect.any(Object),
      });
      expect(both[0]).not.toHaveProperty('remotes');
    });

    it('gets a server by ID or by name, with what it offers', async () => {
      const byId = await ada.call('get-mcp-server', { id: ids.forecast });
      const byName = await ada.call('get-mcp-server', {
        environment: 'development',
        name: 'forecast',
      });
      expect(byName.output.server.id).toBe(ids.forecast);
      expect(byId.output.server).toMatchObject({
        name: 'forecast',
        remotes: [{ type: 'streamable-http', url: upstream.url }],
        snapshot: { current: 2 },
      });
      const { capabilities, totalCapabilities } = byId.output;
      expect(capabilities).toHaveLength(totalCapabilities);
      expect(capabilities).toContainEqual(
        expect.objectContaining({ kind: 'tool', name: 'get_forecast' }),
      );
    });

    it('tells the health of a server', async () => {
      const { output } = await ada.call('get-mcp-server-health', {
        id: ids.forecast,
      });
      expect(output).toMatchObject({
        name: 'forecast',
        status: expect.stringMatching(/^(unknown|healthy)$/),
        uptime: expect.any(Object),
        slo: { availability: expect.any(Number) },
      });
    });

    it('tells how to connect', async () => {
      const all = await ada.call('get-mcp-connection-config', {
        id: ids.forecast,
      });
      expect(all.output).toMatchObject({
        remotes: [{ url: upstream.url }],
        needsCredential: false,
        protocolVersion: expect.any(String),
      });
      const { endpoint } = all.output;
      expect(endpoint).toMatchObject({
        url: expect.stringMatching(
          /\/api\/sprintconnect\/mcp\/servers\/development\/forecast$/,
        ),
        signIn: false,
      });
      expect(all.output.configurations).toHaveLength(9);
      for (const { text, command = '' } of all.output.configurations) {
        expect(text + command).toContain(endpoint.url);
        expect(text + command).not.toContain(upstream.url);
      }
    });

    it('tells how to connect past SprintConnect only when asked', async () => {
      const config = async (more: object) =>
        (
          await ada.call('get-mcp-connection-config', {
            id: ids.forecast,
            ...more,
          })
        ).output;
      const urlIn = ({ configurations: [{ file, text }] }: any) => [
        file,
        JSON.parse(text).mcpServers.forecast.url,
      ];
      const client = 'claude';
      const { endpoint, ...one } = await config({ client });
      expect(urlIn(one)).toEqual(['.mcp.json', endpoint.url]);
      const direct = await config({ client, direct: true });
      expect(urlIn(direct)).toEqual(['.mcp.json', upstream.url]);
      expect((await config({ direct: true })).configurations).toHaveLength(7);
      expect(await config({ client: 'curl', direct: true })).toMatchObject({
        configurations: [],
        note: expect.stringContaining('Leave out "direct"'),
      });
    });

    it('compares the current version with the one before', async () => {
      const { output } = await ada.call('compare-mcp-snapshots', {
        id: ids.forecast,
      });
      expect(output).toMatchObject({ from: 1, to: 2, identical: false });
      expect(output.changes).toHaveLength(output.totalChanges);
      const back = await ada.call('compare-mcp-snapshots', {
        id: ids.forecast,
        from: 2,
        to: 1,
      });
      expect(back.output.totalChanges).toBeGreaterThan(0);
      const single = await ada.call('compare-mcp-snapshots', {
        id: ids.ledger,
      });
      expect(single).toMatchObject({
        isError: true,
        text: expect.stringContaining('ledger has no version before 1'),
      });
    });
  });

  describe('calling a tool', () => {
    const input = (name: string, more: object = {}) => ({
      environment: 'development',
      name,
      tool: 'get_forecast',
      arguments: { place: 'bergen' },
      ...more,
    });
    const callsOf = async (by: string) => {
      const { body } = await portal.send(
        by,
        '/sprintconnect/v1/calls?limit=200',
      );
      return body.items as Record<string, any>[];
    };

    it('gives its result, as the user by way of the agent, and records it', async () => {
      const { isError, output } = await ada.call(CALL, input('ledger'));
      expect(isError).toBe(false);
      expect(output).toMatchObject({
        outcome: 'succeeded',
        result: { structuredContent: { place: 'bergen' } },
      });
      const byId = { id: ids.ledger, environment: undefined, name: undefined };
      const again = await ada.call(CALL, input('', byId));
      expect(again.output.outcome).toBe('succeeded');
      const record = await eventually('the record', async () =>
        (await callsOf('ada')).find(
          ({ id, outcome }) => id === output.callId && outcome,
        ),
      );
      expect(record).toMatchObject({
        entrance: 'action',
        outcome: 'succeeded',
        capability: 'get_forecast',
        caller: { ref: 'user:default/ada', actor: 'plugin:mcp-actions' },
      });
    });

    it('tells every fault of the arguments, and asks nothing', async () => {
      const { isError, text } = await ada.call(
        CALL,
        input('ledger', { arguments: { place: 7, days: 99 } }),
      );
      expect(isError).toBe(true);
      expect(text).toMatch(/^InputError: /);
      expect(text).toContain('arguments.days must be <= 7');
      expect(text).toContain('arguments.place');
    });

    it('reads alike whether a tool is forbidden, hidden or unknown', async () => {
      const said = await Promise.all([
        // Sees the server and its capabilities, and may use none.
        vera.call(CALL, input('ledger')),
        cora.call(CALL, input('ledger')),
        nina.call(CALL, input('ledger')),
        ada.call(CALL, input('ledger', { tool: 'get_forecasts' })),
        ada.call(CALL, input('nowhere')),
      ]);
      for (const { isError, text } of said) {
        expect({ isError, text }).toEqual({
          isError: true,
          text: expect.stringMatching(
            /^NotFoundError: There is nothing of that name/,
          ),
        });
      }
      expect(new Set(said.map(({ text }) => text)).size).toBe(1);
    });

    it.each([
      [{ tool: '' }, 'tool'],
      [{ name: undefined }, 'id is required, or'],
      [{ arguments: [] }, 'arguments'],
      [{ colour: 1 }, "colour isn't a known field"],
    ])('refuses %j', async (more, words) => {
      const { isError, text } = await ada.call(CALL, input('ledger', more));
      expect(isError).toBe(true);
      expect(text).toContain(words);
    });
  });

  describe('as somebody with a conditional role', () => {
    it('show the rows that they may see and no other', async () => {
      const list = await cora.call('list-mcp-servers', { count: true });
      expect(list.output.items.map((each: any) => each.name)).toEqual([
        'forecast',
      ]);
      expect(list.output.totalItems).toBe(1);
      const found = await cora.call('search-mcp-capabilities', { limit: 50 });
      const servers = found.output.items.map((each: any) => each.server.name);
      expect(new Set(servers)).toEqual(new Set(['forecast']));
    });

    it.each([
      ...READS.filter(name => !/list|search/.test(name)),
      'discover-mcp-server',
    ])('%s does not tell a hidden server from none', async name => {
      const before = await written();
      const answers = [];
      for (const id of [ids.ledger, '019a0000-0000-7000-8000-000000000000']) {
        answers.push(await cora.call(name, { id }));
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ isError: true });
      // Who may do it with no server at all is told so, whatever is asked for.
      expect(answers[0].text).toMatch(
        name.startsWith('discover')
          ? /^NotAllowedError: .*sprintconnect\.server\.update/
          : /^NotFoundError: Server not found/,
      );
      expect(await written()).toEqual(before);
    });
  });

  describe('refused', () => {
    it.each([
      ['search-mcp-capabilities', {}, 'capability.read'],
      ['list-mcp-servers', {}, 'server.read'],
      ['get-mcp-server', { key: true }, 'server.read'],
      ['get-mcp-server-health', { key: true }, 'server.read'],
      ['get-mcp-connection-config', { key: true }, 'server.read'],
      ['compare-mcp-snapshots', { key: true }, 'capability.read'],
      ['discover-mcp-server', { key: true }, 'server.update'],
      ['probe-mcp-server', { key: true }, 'server.update'],
    ])('%s names the permission', async (name, { key }: any, permission) => {
      const before = await written();
      const input = key ? { id: ids.forecast } : {};
      const { isError, text } = await nina.call(name, input);
      expect({ isError, text }).toEqual({
        isError: true,
        text: `NotAllowedError: user:default/nina doesn't have the permission sprintconnect.${permission}.`,
      });
      expect(await written()).toEqual(before);
      const [entry] = await eventually('the refusal is noted', async () => {
        const found = await audited(
          'actor=user:default/nina&action=request-refuse&limit=200',
        );
        const mine = found.filter(({ target }) => target.id === name);
        return mine.length > 0 && mine;
      });
      expect(entry).toMatchObject({
        caller: {
          ref: 'user:default/nina',
          actor: 'plugin:mcp-actions',
        },
        target: { type: 'action', id: name },
        outcome: 'failure',
        reason: expect.stringContaining(permission),
      });
    });

    it('bad input is told with every fault and its path', async () => {
      const before = await written();
      const { text } = await ada.call('register-mcp-server', {
        name: 'not a name',
        environment: 'mars',
        remotes: [{ type: 'streamable-http', url: 'http://10.0.0.1/mcp' }],
        colour: 'blue',
      });
      expect(text).toMatch(/^InputError: The input has 4 errors:/);
      for (const line of [
        /^- name can contain only letters/m,
        /^- colour isn't a known field/m,
        /^- environment isn't configured; choose one of development/m,
        /^- remotes\[0\]\.url isn't allowed: /m,
      ]) {
        expect(text).toMatch(line);
      }
      expect(await written()).toEqual(before);
    });

    it.each([
      ['list-mcp-servers', { limit: 51 }, 'limit'],
      ['list-mcp-servers', { colour: 1 }, "colour isn't a known field"],
      ['list-mcp-servers', { status: ['active', 'sleepy'] }, 'status[1]'],
      ['list-mcp-servers', { tag: [1] }, 'tag[0] must be a string'],
      ['search-mcp-capabilities', { kind: ['hammer'] }, 'kind[0]'],
      ['get-mcp-server', {}, 'id is required, or environment and name'],
      ['get-mcp-server', { name: 'forecast' }, 'id is required, or'],
      ['get-mcp-server', { id: 'nonsense' }, "id isn't a server ID"],
      ['compare-mcp-snapshots', { from: 0 }, 'from'],
      ['list-mcp-servers', { cursor: 'bm9uZQ' }, 'cursor'],
    ])('%s refuses %j', async (name, input, words) => {
      const { isError, text } = await ada.call(name, input);
      expect(isError).toBe(true);
      expect(text).toMatch(/^InputError: /);
      expect(text).toContain(words);
    });

    it('a credential, which would stand in logs, is refused', async () => {
      const before = await written();
      const { text } = await ada.call('register-mcp-server', {
        ...bodyOf('secretive'),
        credential: { type: 'bearer', secret: 'hush-hush' },
      });
      expect(text).toMatch(
        /^InputError: .*credential isn't taken here, where it would be logged/,
      );
      expect(text).not.toContain('hush-hush');
      expect(await written()).toEqual(before);
    });
  });

  describe('by an agent', () => {
    it('a registration is of the user, by way of the agent', async () => {
      const input = { ...bodyOf('by-agent'), idempotencyKey: 'once' };
      const { output } = await ada.call('register-mcp-server', input);
      expect(output).toMatchObject({
        name: 'by-agent',
        origin: 'api',
        isNew: true,
        path: `/sprintconnect/servers/${output.id}`,
        url: `http://127.0.0.1:1/sprintconnect/servers/${output.id}`,
        warnings: [
          'The server has no owner, so nobody is notified when it fails.',
          `${new URL(upstream.url).origin} is reached without encryption.`,
        ],
      });
      const again = await ada.call('register-mcp-server', input);
      expect(again.output).toMatchObject({ id: output.id, isNew: false });
      const [entry, ...others] = await audited(
        `target=${output.id}&action=server-register`,
      );
      expect(others).toEqual([]);
      expect(entry.caller).toEqual({
        type: 'user',
        ref: 'user:default/ada',
        actor: 'plugin:mcp-actions',
      });
      const taken = await ada.call('register-mcp-server', bodyOf('by-agent'));
      expect(taken.text).toMatch(/^ConflictError: .*by-agent/);
    });

    it('a discovery and a probe are jobs', async () => {
      for (const [name, kind] of [
        ['discover-mcp-server', 'discover-server'],
        ['probe-mcp-server', 'probe-server'],
      ]) {
        const { output } = await ada.call(name, {
          environment: 'development',
          name: 'ledger',
        });
        expect(output).toMatchObject({
          id: ids.ledger,
          status: expect.stringMatching(/^(queued|running|succeeded)$/),
        });
        const { body } = await portal.send(
          'ada',
          `/sprintconnect/v1/jobs/${output.jobId}`,
        );
        expect(body.kind).toBe(kind);
      }
    });
  });

  describe('by a template', () => {
    const finished = (taskId: string) =>
      eventually('the task ends', async () => {
        const { body } = await portal.send(
          'ada',
          `/scaffolder/v2/tasks/${taskId}`,
        );
        return /completed|failed|cancelled/.test(body.status) && body;
      });
    const eventsOf = async (taskId: string) => {
      const { body } = await portal.send(
        'ada',
        `/scaffolder/v2/tasks/${taskId}/events`,
      );
      return body as Record<string, any>[];
    };
    const isInCatalog = (ref: string) =>
      eventually(`${ref} is in the catalog`, async () => {
        const { status } = await portal.send(
          'ada',
          `/catalog/entities/by-name/${ref}`,
        );
        return status === 200;
      });
    const run = async (values: { name: string; url: string }) => {
      await isInCatalog('template/default/use-every-action');
      await isInCatalog('group/default/platform');
      const { body } = await portal.send('ada', '/scaffolder/v2/tasks', {
        method: 'POST',
        body: { templateRef: 'template:default/use-every-action', values },
      });
      return finished(body.id);
    };

    it('they are steps, and what they register is of the scaffolder', async () => {
      const { id: taskId, status } = await run({
        name: 'by-template',
        url: upstream.url,
      });
      const events = await eventsOf(taskId);
      // What went wrong stands in the log of the task.
      expect([status, status === 'completed' ? [] : events]).toEqual([
        'completed',
        [],
      ]);
      const { output } = events.findLast(
        ({ type }) => type === 'completion',
      )!.body;
      expect(output).toMatchObject({
        origin: 'scaffolder',
        listed: 'by-template',
        status: expect.stringMatching(/^(queued|running|succeeded)$/),
        url: expect.stringContaining('/sprintconnect/servers/'),
      });
      const { id } = output;
      const entries = await audited(
        `target=${id}&action=server-register,server-discover`,
      );
      expect(entries.map(({ caller }) => caller)).toEqual(
        Array(2).fill({
          type: 'user',
          ref: 'user:default/ada',
          actor: 'plugin:scaffolder',
        }),
      );
      const { body } = await portal.send(
        'ada',
        '/sprintconnect/v1/servers?origin=scaffolder',
      );
      expect(body.items.map((each: any) => each.name)).toEqual(['by-template']);
    });

    it('a refusal ends the task, and nothing is written', async () => {
      const before = await written();
      const { id, status } = await run({
        name: 'refused',
        url: 'http://10.0.0.1/mcp',
      });
      expect(status).toBe('failed');
      // The scaffolder tells the status of our error, and not its text.
      expect((await eventsOf(id)).at(-1)!.body.error.message).toBe(
        'Request failed with 400 Bad Request',
      );
      expect(await written()).toEqual(before);
    });

    it('a registration by REST with its token is of the scaffolder, whatever the body says', async () => {
      const lied = await portal.send('ada', '/sprintconnect/v1/servers', {
        method: 'POST',
        body: { ...bodyOf('by-hand'), origin: 'scaffolder' },
      });
      expect(lied.status).toBe(400);
      const byHand = await portal.send('ada', '/sprintconnect/v1/servers', {
        method: 'POST',
        body: bodyOf('by-hand'),
      });
      expect(byHand.body.origin).toBe('api');
      const byPlugin = await portal.send(
        'ada',
        '/scaffolder/register-for-a-test',
        { method: 'POST', body: bodyOf('by-plugin') },
      );
      expect(byPlugin.body).toMatchObject({ origin: 'scaffolder' });
      const [entry] = await audited(
        `target=${byPlugin.body.id}&action=server-register`,
      );
      expect(entry.caller.actor).toBe('plugin:scaffolder');
      const [own] = await audited(
        `target=${byHand.body.id}&action=server-register`,
      );
      expect(own.caller).toEqual({ type: 'user', ref: 'user:default/ada' });
    });
  });
});
