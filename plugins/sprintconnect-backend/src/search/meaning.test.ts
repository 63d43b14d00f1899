import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { databaseIds } from '../__testUtils__';
import { createEgress } from '../egress';
import {
  observation,
  openRegistry,
  tool,
} from '../registry/__testUtils__/openRegistry';

/** Animals lie in one direction and money in another, in whichever words. */
function vectorOf(text: string): number[] {
  return [
    /cat|kitten|feline/i.test(text) ? 1 : 0,
    /invoice|bill|money/i.test(text) ? 1 : 0,
    0.01,
  ];
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of req) body += chunk;
  return body;
}

/** A real provider of embeddings, which can be told to fail. */
async function startProvider() {
  const asked: { input: string[]; model: string; key?: string }[] = [];
  const state = { status: 200, dimensions: 3 };
  const server = createServer(async (req, res) => {
    const { input, model } = JSON.parse(await bodyOf(req));
    asked.push({ input, model, key: req.headers.authorization });
    const data = input.map((text: string, index: number) => ({
      index,
      embedding: vectorOf(text).slice(0, state.dimensions),
    }));
    res.writeHead(req.url === '/v1/embeddings' ? state.status : 404, {
      'content-type': 'application/json',
    });
    // In another order than asked: the index counts.
    res.end(JSON.stringify({ data: data.reverse() }));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    state,
    url: `http://127.0.0.1:${port}/v1/`,
    close: () => new Promise(resolve => server.close(resolve)),
  };
}

async function open(id: (typeof databaseIds)[number]) {
  const provider = await startProvider();
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  const registry = await openRegistry({
    id,
    plumbing: { egress },
    search: {
      embeddings: {
        url: provider.url,
        model: 'tiny',
        dimensions: 3,
        apiKey: 'secret-of-tests',
      },
    },
  });
  const { app, ctx, database, register, service } = registry;
  const server = await register({ name: 'zoo' });
  const capabilities = [
    tool('feed_feline', { description: 'Gives food' }),
    tool('pay_invoice', { description: 'Pays' }),
    tool('unrelated', { description: 'Nothing of that' }),
  ];
  await service.recordSnapshot(ctx, server.id, observation({ capabilities }));
  const embed = () =>
    registry.searchSlice.jobs
      .find(each => each.kind === 'embed-capabilities')
      ?.run({
        id: 'job',
        kind: 'embed-capabilities',
        orgId: ctx.orgId,
        payload: {},
        attempt: 1,
        signal: new AbortController().signal,
        progress: () => {},
      });
  const search = async (q: string, more = {}) => {
    const { body } = await request(app)
      .get('/v1/discovery/capabilities')
      .query({ q, ...more })
      .expect(200);
    return body.items.map(
      (each: { capability: { name: string }; match: string }) =>
        `${each.capability.name} ${each.match}`,
    );
  };
  const close = async () => {
    await provider.close();
    await egress.close();
  };
  const jobs = () =>
    database.reader('jobs').where({ kind: 'embed-capabilities' });
  return { ...registry, close, embed, jobs, provider, search, server };
}

describe.each(databaseIds)('search by meaning on %s', id => {
  it('finds what has none of the words', async () => {
    const { close, embed, jobs, provider, search } = await open(id);
    try {
      expect(await jobs()).toMatchObject([{ key: 'tiny', state: 'queued' }]);
      expect(await embed()).toEqual({ texts: 3 });
      expect(provider.asked).toMatchObject([
        { model: 'tiny', key: 'Bearer secret-of-tests' },
      ]);
      expect(await search('kitten')).toEqual(['feed_feline meaning']);
      expect(await search('bill')).toEqual(['pay_invoice meaning']);
      expect(await search('invoice')).toEqual(['pay_invoice words']);
      expect(await search('pay_invoice')).toEqual(['pay_invoice name']);
      expect(await search('kitten', { kind: 'prompt' })).toEqual([]);
      expect(await search('kitten', { tag: 'none' })).toEqual([]);
    } finally {
      await close();
    }
  });

  it('is off where no provider is configured', async () => {
    const { ctx, database, register, registry, searchSlice, service } =
      await openRegistry({ id });
    const { id: server } = await register();
    await service.recordSnapshot(ctx, server, observation());
    expect(
      [...searchSlice.jobs, ...registry.jobs].map(({ kind }) => kind),
    ).toEqual(['index-search', 'review-snapshot']);
    await searchSlice.start();
    expect(await database.reader('jobs').pluck('kind')).toEqual([
      'discover-server',
    ]);
  });

  it('embeds a text once, and asks once for the same words', async () => {
    const { close, embed, provider, search } = await open(id);
    try {
      await embed();
      expect(await embed()).toEqual({ texts: 0 });
      await search('kitten');
      await search('kitten');
      expect(provider.asked.map(each => each.input.length)).toEqual([3, 1]);
    } finally {
      await close();
    }
  });

  it('goes by words while the provider fails, and asks again later', async () => {
    const { clock, close, embed, logger, provider, search } = await open(id);
    try {
      await embed();
      provider.state.status = 500;
      expect(await search('kitten food')).toEqual(['feed_feline words']);
      provider.state.status = 200;
      expect(await search('kitten')).toEqual([]);
      expect(logger.warn).toHaveBeenCalledTimes(1);
      expect(logger.warn).toHaveBeenCalledWith(
        'Search uses words only for 30 s: The embeddings provider returned 500',
      );
      clock.advance(31_000);
      expect(await search('kitten')).toEqual(['feed_feline meaning']);
    } finally {
      await close();
    }
  });

  it('keeps no vector of another length than it should have', async () => {
    const { close, database, embed, provider } = await open(id);
    try {
      provider.state.dimensions = 2;
      await expect(embed()).rejects.toThrow(
        "didn't return a vector of 3 numbers",
      );
      expect(await database.reader('search_vectors')).toEqual([]);
    } finally {
      await close();
    }
  });

  it('finds what the filters leave, however much nearer other things are', async () => {
    const { close, ctx, embed, register, search, service } = await open(id);
    const offer = async (environment: string, names: string[]) => {
      const { id: server } = await register({ name: 'more', environment });
      const capabilities = names.map(name => tool(name));
      await service.recordSnapshot(ctx, server, observation({ capabilities }));
    };
    try {
      const many = Array.from({ length: 600 }, (_each, at) => `feline_${at}`);
      await offer('production', many);
      await offer('staging', ['cat_and_invoice']);
      await embed();
      const query = { environment: 'staging' };
      expect(await search('kitten', query)).toEqual([
        'cat_and_invoice meaning',
      ]);
      expect(await search('kitten', { limit: 200 })).toHaveLength(200);
    } finally {
      await close();
    }
  });

  it('forgets the meaning of what is offered no more', async () => {
    const {
      close,
      ctx,
      database,
      embed,
      search,
      searchSlice,
      service,
      server,
    } = await open(id);
    const prune = (limit: number) => searchSlice.prunes[1](limit);
    const vectors = async () =>
      (await database.reader('search_vectors')).length;
    const offer = (...names: string[]) => {
      const capabilities = names.map(name => tool(name));
      return service.recordSnapshot(
        ctx,
        server.id,
        observation({ capabilities }),
      );
    };
    try {
      await embed();
      await offer('feed_feline', 'pay_bill', 'chase_cat');
      await embed();
      expect(await prune(500)).toBe(3);
      expect(await vectors()).toBe(3);
      expect(await prune(500)).toBe(0);
      await offer('feed_feline');
      await database.reader('jobs').delete();
      expect(await prune(500)).toBe(2);
      expect(await vectors()).toBe(1);
      expect(await search('kitten')).toEqual(['feed_feline meaning']);
      // A text that comes back at that moment is embedded again.
      expect(await database.reader('jobs').pluck('kind')).toEqual([
        'embed-capabilities',
      ]);
      await offer('feed_feline', 'chase_cat');
      expect(await embed()).toEqual({ texts: 1 });
      expect(await prune(500)).toBe(0);
    } finally {
      await close();
    }
  });

  it('looks at a few vectors at a time, of every organisation, until all were', async () => {
    const { close, database, embed, searchSlice } = await open(id);
    const vector = Buffer.alloc(12);
    const of = (org_id: string, digest: string) =>
      database
        .reader('search_vectors')
        .insert({ org_id, model: 'tiny', digest, vector });
    try {
      await embed();
      const [{ digest }] = await database.reader('search_vectors');
      await of('another', digest);
      for (let at = 0; at < 70; at++) await of('default', `gone ${at}`);
      const counts: number[] = [];
      for (;;) {
        const count = await searchSlice.prunes[1](3);
        expect(count).toBeLessThanOrEqual(5);
        if (count === 0) break;
        counts.push(count);
      }
      expect(counts.length).toBeGreaterThan(13);
      const left: { org_id: string }[] =
        await database.reader('search_vectors');
      expect(left.map(row => row.org_id)).toEqual(Array(3).fill('default'));
    } finally {
      await close();
    }
  });

  it('shows nothing of it to another organisation', async () => {
    const { app, close, embed } = await open(id);
    try {
      await embed();
      const { body } = await request(app)
        .get('/v1/discovery/capabilities')
        .set('x-test-org', 'other')
        .query({ q: 'kitten' });
      expect(body).toEqual({ items: [] });
    } finally {
      await close();
    }
  });
});
