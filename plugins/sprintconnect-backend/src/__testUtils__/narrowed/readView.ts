import { v7 as uuid } from 'uuid';
import { readStream } from '../../streams/__testUtils__/openStreams';
import type { Portal } from '../routeWalk/portal';
import type { Ids } from './fixtures';
import type { ServerView, View } from './View';

type Named = { id: string };
type Items = { items: any[]; nextCursor?: string; totalItems?: number };

const count = ({ totalItems }: Items) => totalItems;

/** Asks every route that tells of servers or what they offer, over HTTP, and says what came, by the names of the fixtures. */
export async function readView(
  portal: Portal,
  headers: Record<string, string>,
  ids: Ids,
): Promise<View> {
  const ask = asker(portal, headers);
  const nameOf = namer(ids);
  const names = (all: Named[]) => all.map(({ id }) => nameOf(id)).sort();
  const servers: View['servers'] = {};
  for (const [name, id] of [...ids.servers, ['nobody', uuid()]]) {
    const job = ids.jobs.get(name) ?? uuid();
    servers[name] = await readServer(ask, { id, name, job });
  }
  const asked = [...ids.servers.values(), uuid()].join(',');
  const inSight: string[] = [];
  for (const [name, id] of [...ids.capabilities, ['nobody', uuid()]]) {
    const answer = await ask.one(`/v1/discovery/capabilities/${id}`);
    if (answer === 200) inSight.push(name);
    else if (answer !== 404) inSight.push(`${answer} for ${name}`);
  }
  const hits = (all: { capability: Named }[]) =>
    names(all.map(({ capability }) => capability));
  return {
    listed: await ask.all('/v1/servers?limit=2', names),
    retired: await ask.all('/v1/servers?status=retired,quarantined', names),
    counted: await ask.json('/v1/servers?limit=1&count=true', count),
    countedWeather: await ask.json('/v1/servers?tag=weather&count=true', count),
    facets: await ask.json('/v1/servers/facets', facetsOf),
    servers,
    summaries: await ask.json(
      `/v1/servers/health-summaries?ids=${asked}`,
      ({ items }: Items) =>
        items.map(({ serverId }) => nameOf(serverId)).sort(),
    ),
    capabilities: await ask.all('/v1/discovery/capabilities?limit=3', hits),
    found: await ask.all('/v1/discovery/capabilities?q=notes&limit=200', hits),
    inSight: inSight.sort(),
    offering: await ask.all(
      '/v1/discovery/servers?capability=dropNotes&limit=1',
      all => names(all.map(({ server }) => server)),
    ),
    organisation: await ask.json('/v1/organization', each => each.counts),
    told: await told(portal, headers, nameOf),
  };
}

function facetsOf(facets: Record<string, { value: string; count: number }[]>) {
  return Object.fromEntries(
    ['environment', 'status', 'owner', 'tag', 'lifecycle'].map(facet => [
      facet,
      Object.fromEntries(facets[facet].map(each => [each.value, each.count])),
    ]),
  );
}

/** Names for ids; an id that no fixture has stays what it is, and so fails the test. */
function namer({ servers, capabilities }: Ids): (id: string) => string {
  const known = new Map(
    [...servers, ...capabilities].map(([name, id]) => [id, name]),
  );
  return id => known.get(id) ?? id;
}

function asker({ send }: Portal, headers: Record<string, string>) {
  const get = (address: string) => send(address, { method: 'GET', headers });
  const json = async <T>(
    address: string,
    read: (body: any) => T,
  ): Promise<T | number> => {
    const answer = await get(address);
    const body = await answer.json();
    return answer.status === 200 ? read(body) : answer.status;
  };
  return {
    json,
    one: async (address: string) => (await get(address)).status,
    /** Every page of a list; the status of a refusal. */
    all: async <T>(
      address: string,
      read: (all: any[]) => T,
    ): Promise<T | number> => {
      const items: unknown[] = [];
      let cursor = '';
      do {
        const page = await json(
          `${address}${cursor && `&cursor=${cursor}`}`,
          (body: Items) => body,
        );
        if (typeof page === 'number') return page;
        items.push(...page.items);
        cursor = page.nextCursor ?? '';
      } while (cursor);
      return read(items);
    },
  };
}

async function readServer(
  { json, one, all }: ReturnType<typeof asker>,
  { id, name, job }: { id: string; name: string; job: string },
): Promise<ServerView> {
  const at = (rest: string) => `/v1/servers/${id}${rest}`;
  const byName = await Promise.all(
    ['production', 'staging', 'development'].map(each =>
      one(`/v1/servers/by-name/${each}/${name}`),
    ),
  );
  const offered = (each: { capabilities: { name: string }[] }) =>
    each.capabilities.map(capability => capability.name).sort();
  return {
    read: await one(at('')),
    byName: byName.find(status => status !== 404) ?? 404,
    health: await one(at('/health')),
    history: await one(at('/health/history')),
    job: await one(`/v1/jobs/${job}`),
    versions: await all(at('/snapshots?limit=1'), items =>
      items.map(({ version }) => version),
    ),
    capabilities: await all(at('/capabilities?limit=2'), items =>
      items.map(each => each.name).sort(),
    ),
    counted: await json(at('/capabilities?limit=1&count=true'), count),
    first: await json(at('/snapshots/1'), offered),
    changed: await json(at('/snapshots/1/diff/2'), ({ changes }) =>
      changes.map((each: { name: string }) => each.name).sort(),
    ),
  };
}

/** The servers that the stream tells of, from the first event to the last. */
async function told(
  { database, send }: Portal,
  headers: Record<string, string>,
  nameOf: (id: string) => string,
): Promise<string[] | number> {
  const row = await database.reader('outbox_events').max('seq as last').first();
  const answer = await send('/v1/events/stream?lastEventId=0', {
    method: 'GET',
    headers,
  });
  if (answer.status !== 200) return answer.status;
  const text = await readStream(answer, sofar =>
    sofar.includes(`id: ${row?.last}\n`),
  );
  const ids = [...text.matchAll(/"serverId":"([^"]+)"/g)].map(([, id]) => id);
  return [...new Set(ids)].map(nameOf).sort();
}
