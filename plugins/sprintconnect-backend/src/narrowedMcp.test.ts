import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  capabilityConditions as capability,
  serverConditions as server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds } from './__testUtils__';
import {
  CAPABILITIES,
  type FixtureCapability,
  type FixtureServer,
  fillNarrowed,
  FOREIGN,
  SERVERS,
} from './__testUtils__/narrowed/fixtures';
import { type Holding, policyOf } from './__testUtils__/narrowed/policyOf';
import { user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { legacy, modern } from './gateway/mcp/__testUtils__/post';

const everything = {
  'server.read': true,
  'capability.read': true,
  'capability.use': true,
} as const;

/** What somebody may use, as their policy says it, and in plain words. */
const PEOPLE: Record<
  string,
  {
    holds: Holding;
    may(of: FixtureServer, what: FixtureCapability): boolean;
  }
> = {
  'acme-all': { holds: everything, may: () => true },
  'acme-wet': {
    holds: { ...everything, 'server.read': server.hasTag({ tag: 'weather' }) },
    may: ({ tags }) => tags.includes('weather'),
  },
  'acme-safe': {
    holds: { ...everything, 'capability.use': capability.isReadOnly() },
    may: (_of, { effect }) => effect === 'read-only',
  },
  'acme-sighted': {
    holds: {
      ...everything,
      'capability.read': capability.capabilityName({ pattern: '*notes' }),
    },
    may: (_of, { name }) => name.endsWith('notes'),
  },
  'acme-reader': {
    holds: { 'server.read': true, 'capability.read': true },
    may: () => false,
  },
  'acme-nobody': { holds: {}, may: () => false },
  'globex-all': { holds: everything, may: () => true },
};

const people = policyOf(
  new Map(Object.entries(PEOPLE).map(([name, { holds }]) => [name, holds])),
);
const names = Object.keys(PEOPLE);
const LISTS = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
} as const;

describe.each(databaseIds)('the MCP endpoints, on %s,', id => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal(id, {
      features: [permissionPlugin, people, ...askingServices],
    });
    await fillNarrowed(portal);
  });
  afterAll(() => portal?.stop());

  const ask = async (
    who: string,
    path: string,
    [body, headers = {}]: [object, Record<string, string>?],
  ) => {
    const answer = await portal.send(path, {
      method: 'POST',
      headers: { ...user(who), ...headers },
      body,
    });
    return { status: answer.status, json: await answer.json() };
  };
  const serversOf = (who: string) =>
    (who.startsWith('acme') ? SERVERS : FOREIGN).filter(
      ({ status }) => status === 'active',
    );
  const mayUse = (who: string, kind: string) =>
    serversOf(who).flatMap(of =>
      CAPABILITIES.filter(
        each => each.kind === kind && PEOPLE[who].may(of, each),
      ).map(({ name }) => ({ server: of.name, name })),
    );
  const idsIn = (list: Record<string, string>[]) =>
    list.map(({ name, uri }) => uri ?? name).sort();

  it.each(names)(
    'list to %s what they may use, and nothing else',
    async who => {
      const tools = await ask(who, '/mcp', [legacy('tools/list')]);
      expect(idsIn(tools.json.result.tools)).toEqual(
        mayUse(who, 'tool')
          .map(each => `${each.server}__${each.name}`)
          .sort(),
      );
      const prompts = await ask(who, '/mcp', modern('prompts/list'));
      expect(idsIn(prompts.json.result.prompts)).toEqual(
        mayUse(who, 'prompt')
          .map(each => `${each.server}__${each.name}`)
          .sort(),
      );
      const resources = await ask(who, '/mcp', [legacy('resources/list')]);
      const mine = mayUse(who, 'resource');
      const uris = idsIn(resources.json.result.resources);
      expect(uris).toHaveLength(mine.length);
      expect(new Set(uris).size).toBe(uris.length);
      // All servers have the same one.
      expect(uris.every(uri => uri === 'note://all')).toBe(mine.length < 2);
    },
  );

  it.each(names)('list to %s what one server has for them', async who => {
    for (const of of [
      ...SERVERS,
      ...FOREIGN,
      { name: 'nobody', environment: 'production' },
    ]) {
      const path = `/mcp/servers/${of.environment}/${of.name}`;
      for (const [method, part] of Object.entries(LISTS)) {
        const kind = part.slice(0, -1);
        const mine = mayUse(who, kind).filter(each => each.server === of.name);
        const { status, json } = await ask(who, path, [legacy(method)]);
        const lists = status === 404 ? { [part]: [] } : json.result;
        expect([of.name, lists ? idsIn(lists[part]) : json]).toEqual([
          of.name,
          mine.map(({ name }) => name).sort(),
        ]);
      }
    }
  });

  it('tell a server that may not be seen from none to nobody', async () => {
    const answers = [];
    for (const [who, path] of [
      ['acme-wet', '/mcp/servers/staging/charlie'],
      ['acme-nobody', '/mcp/servers/production/alpha'],
      ['globex-all', '/mcp/servers/production/alpha'],
      ['acme-all', '/mcp/servers/production/golf'],
      ['acme-all', '/mcp/servers/production/nothing'],
    ]) {
      for (const asked of [
        [legacy('initialize')],
        [legacy('tools/list')],
        modern('server/discover'),
        modern('tools/list'),
      ] as const) {
        answers.push(await ask(who, path, asked as [object]));
      }
      answers.push({ ...answers.at(-1) });
    }
    expect(new Set(answers.map(each => JSON.stringify(each))).size).toBe(1);
  });

  /** Records of calls that were let through. */
  const sent = () =>
    portal.database
      .reader('calls')
      .whereRaw(`coalesce(outcome, '') <> 'refused'`)
      .count('* as n')
      .first();

  it('answer calls of what is not granted and of what is not there alike', async () => {
    const texts = new Set<string>();
    const before = await sent();
    for (const [who, path, name] of [
      ['acme-safe', '/mcp', 'alpha__drop_notes'],
      ['acme-safe', '/mcp', 'alpha__nothing'],
      ['acme-reader', '/mcp', 'alpha__read_notes'],
      ['acme-wet', '/mcp', 'charlie__read_notes'],
      ['globex-all', '/mcp', 'alpha__read_notes'],
      ['acme-safe', '/mcp/servers/production/alpha', 'drop_notes'],
      ['acme-safe', '/mcp/servers/production/alpha', 'nothing'],
      ['acme-wet', '/mcp/servers/staging/charlie', 'read_notes'],
      ['globex-all', '/mcp/servers/production/alpha', 'read_notes'],
    ]) {
      const call = legacy('tools/call', { name });
      const { status, json } = await ask(who, path, [call]);
      const { 'io.sprintconnect/callId': _own, ...meta } = json.result._meta;
      texts.add(JSON.stringify([status, json.result.content, meta]));
    }
    expect([...texts]).toEqual([
      expect.stringContaining('capability-not-found'),
    ]);
    for (const [method, params] of [
      ['prompts/get', { name: 'alpha__sum_notes' }],
      ['resources/read', { uri: 'note://all' }],
      [
        'completion/complete',
        {
          ref: { type: 'ref/prompt', name: 'alpha__sum_notes' },
          argument: { name: 'a', value: '' },
        },
      ],
    ] as const) {
      const { json } = await ask('acme-reader', '/mcp', [
        legacy(method, params),
      ]);
      expect(json.error.data).toMatchObject({
        'io.sprintconnect/code': 'capability-not-found',
      });
    }
    expect(await sent()).toEqual(before);
  });

  it('mix nothing up between callers who ask at once', async () => {
    const asked = names.flatMap(who =>
      ['/mcp', '/mcp/servers/production/alpha'].map(path => ({ who, path })),
    );
    const listed = ({ who, path }: (typeof asked)[number]) =>
      ask(who, path, modern('tools/list')).then(each => JSON.stringify(each));
    const alone = [];
    for (const each of asked) alone.push(await listed(each));
    for (let round = 0; round < 5; round++) {
      expect(await Promise.all(asked.map(listed))).toEqual(alone);
    }
  });

  it('stand behind the gate', async () => {
    const answer = await portal.send('/mcp', {
      method: 'POST',
      headers: {},
      body: legacy('tools/list'),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('/mcp"');
  });
});
