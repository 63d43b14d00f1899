import type { CatalogServer } from '@sprintconnect/plugin-sprintconnect-common';
import { aServer } from './__testUtils__/aServer';
import { planIntake, type ListedServer } from './planIntake';

const REF = 'api:default/weather';
const weather: CatalogServer = {
  name: 'weather',
  environment: 'production',
  remotes: [
    {
      type: 'streamable-http',
      url: 'https://weather.example/mcp',
      headers: { A: '1', B: '2' },
    },
  ],
  tags: ['a', 'b'],
};

function listed(fields: Partial<ListedServer> = {}): ListedServer {
  const { id, orgId, entityRef, status, revision } = aServer({
    entityRef: REF,
  });
  return {
    id,
    orgId,
    entityRef,
    status,
    revision,
    ...weather,
    tags: ['a', 'b'],
    ...fields,
  };
}
function plan(server: CatalogServer | undefined, servers: ListedServer[]) {
  return planIntake({
    wanted: new Map(server ? [[REF, server]] : []),
    present: new Set(server ? [REF] : []),
    servers,
  });
}
const NOTHING = { put: [], leave: [], gone: [] };

describe('planIntake', () => {
  it('asks for nothing when both sides say the same', () => {
    expect(plan(weather, [listed()])).toEqual(NOTHING);
  });

  it('does not care for the order of keys and tags', () => {
    const server = listed({
      tags: ['b', 'a'],
      remotes: [
        {
          headers: { B: '2', A: '1' },
          url: 'https://weather.example/mcp',
          type: 'streamable-http',
        },
      ],
    });
    expect(plan(weather, [server])).toEqual(NOTHING);
  });

  it('takes no tags and an empty list of tags for the same', () => {
    const { tags, ...untagged } = weather;
    expect(plan(untagged, [listed({ tags: [] })])).toEqual(NOTHING);
  });

  it.each<[string, Partial<ListedServer>]>([
    ['title', { title: 'Weather' }],
    ['owner', { owner: 'group:default/a' }],
    ['environment', { environment: 'staging' }],
    ['remotes', { remotes: [{ type: 'stdio', url: 'weather' }] }],
  ])('tells of a different %s', (_, difference) => {
    expect(plan(weather, [listed(difference)])).toEqual({
      put: [REF],
      leave: [],
      gone: [],
    });
  });

  it('cares for the order of remotes, which is the order of preference', () => {
    const remotes: CatalogServer['remotes'] = [
      { type: 'stdio', url: 'a' },
      { type: 'stdio', url: 'b' },
    ];
    const server = listed({ remotes: [...remotes].reverse() });
    expect(plan({ ...weather, remotes }, [server]).put).toEqual([REF]);
  });

  it.each(['discoveryIntervalSeconds', 'probeIntervalSeconds'])(
    'tells of another %s, and of one that the entity does not name',
    interval => {
      const server = listed({ [interval]: 60 });
      expect(plan({ ...weather, [interval]: 60 }, [server])).toEqual(NOTHING);
      expect(plan({ ...weather, [interval]: 300 }, [server]).put).toEqual([
        REF,
      ]);
      expect(plan(weather, [server]).put).toEqual([REF]);
    },
  );

  it('tells of an entity whose server is missing or retired', () => {
    expect(plan(weather, []).put).toEqual([REF]);
    expect(plan(weather, [listed({ status: 'retired' })]).put).toEqual([REF]);
  });

  it('sees servers that no entity stands behind, once they are not retired already', () => {
    expect(plan(undefined, [listed()]).gone).toEqual([REF]);
    expect(plan(undefined, [listed({ status: 'retired' })])).toEqual(NOTHING);
  });

  it('keeps the server of an entity that can no longer become one', () => {
    const look = {
      wanted: new Map<string, CatalogServer>(),
      present: new Set([REF]),
      servers: [listed()],
    };
    expect(planIntake(look)).toEqual(NOTHING);
  });

  describe('of several organisations', () => {
    const planFor = (home: string | undefined, servers: ListedServer[]) =>
      planIntake({
        wanted: new Map([[REF, weather]]),
        present: new Set([REF]),
        servers,
        homes: new Map(home === undefined ? [] : [[REF, home]]),
      });
    const inAcme = listed({ orgId: 'acme' });

    it('leaves what is at home where it is', () => {
      expect(planFor('acme', [inAcme])).toEqual(NOTHING);
    });

    it('moves the server of an entity whose owner is elsewhere now, though it says the same', () => {
      expect(planFor('globex', [inAcme])).toEqual({
        put: [REF],
        leave: [inAcme],
        gone: [],
      });
    });

    it('ends what is left over where it is not at home', () => {
      const inGlobex = listed({ orgId: 'globex' });
      expect(planFor('globex', [inAcme, inGlobex])).toEqual({
        put: [],
        leave: [inAcme],
        gone: [],
      });
      const retired = listed({ orgId: 'acme', status: 'retired' });
      expect(planFor('globex', [retired, inGlobex])).toEqual(NOTHING);
    });

    it('takes an entity for gone whose owner is of no organisation', () => {
      expect(planFor(undefined, [inAcme])).toEqual({
        put: [REF],
        leave: [],
        gone: [REF],
      });
    });
  });
});
