import permissionPlugin from '@backstage/plugin-permission-backend';
import { serverConditions as server } from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds, testContext } from './__testUtils__';
import { type Holding, policyOf } from './__testUtils__/narrowed/policyOf';
import { user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import {
  observation,
  openRegistry,
  tool,
} from './registry/__testUtils__/openRegistry';

const people = policyOf(
  new Map<string, Holding>([
    [
      'acme-narrow',
      {
        'server.read': server.hasTag({ tag: 'open' }),
        'capability.read': true,
      },
    ],
  ]),
);
const VISIBLE = ['weather_report', 'weather_alert', 'payment_refund'];
/** Words that are one mistake away from what is visible, and words that are nearer to the mistake. */
const HIDDEN = [
  'wether_report',
  'weathar_station',
  'weathbr_station',
  'weathcr_station',
  'weathdr_station',
  'paymnt_refund',
  'secret_refund',
];
const QUERIES = [
  'weather',
  'wether',
  'wether report',
  'weathr',
  'weathr alert',
  'paymnt',
  'paymnt refund',
  'secret refund',
  'secret',
  'refnd',
];

describe.each(databaseIds)('what is hidden, on %s', id => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal(id, {
      features: [permissionPlugin, people, ...askingServices],
    });
  });
  afterAll(() => portal?.stop());

  const add = async (name: string, tags: string[], tools: string[]) => {
    const url = `https://${name}.example/mcp`;
    const answer = await portal.send('/v1/servers', {
      method: 'POST',
      headers: user('ada'),
      body: {
        name,
        tags,
        environment: 'production',
        remotes: [{ type: 'streamable-http', url }],
      },
    });
    const made = (await answer.json()) as { id: string };
    const { service } = await openRegistry({ database: portal.database });
    await service.recordSnapshot(
      testContext({ orgId: 'acme' }),
      made.id,
      observation({
        remoteUrl: url,
        capabilities: tools.map(each => tool(each)),
      }),
    );
  };
  const search = async (by: string, address: string) => {
    const answer = await portal.send(address, {
      method: 'GET',
      headers: user(by),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { items: any[] };
  };
  const found = async (by: string) => {
    const all: Record<string, string[]> = {};
    for (const query of QUERIES) {
      const { items } = await search(
        by,
        `/v1/discovery/capabilities?q=${encodeURIComponent(query)}`,
      );
      all[query] = items.map(
        ({ capability, match }) => `${match} ${capability.name}`,
      );
    }
    for (const name of ['wether_report', 'weather_report']) {
      const { items } = await search(
        by,
        `/v1/discovery/servers?capability=${name}`,
      );
      all[`servers with ${name}`] = items.map(each => each.server.name);
    }
    return all;
  };

  it('changes nothing of what a search finds, not even which words are taken for mistakes', async () => {
    await add('open', ['open'], VISIBLE);
    const before = await found('acme-narrow');
    expect(before).toMatchObject({
      wether: ['similar weather_alert', 'similar weather_report'],
      'paymnt refund': [expect.stringMatching(/payment_refund$/)],
      secret: [],
      'servers with weather_report': ['open'],
    });
    await add('closed', [], HIDDEN);
    expect(await found('acme-narrow')).toEqual(before);
    // Who sees it finds it.
    const full = await found('ada');
    expect(full.secret).toEqual(['words secret_refund']);
    expect(full['servers with wether_report']).toEqual(['closed']);
  });
});
