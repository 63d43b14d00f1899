import express from 'express';
import request from 'supertest';
import { databaseIds, testContext } from '../../__testUtils__';
import { setContext } from '../../http';
import {
  createGatewayWorld,
  type GatewayWorld,
} from '../__testUtils__/createGatewayWorld';
import { startScriptedServer } from '../__testUtils__/startScriptedServer';
import { legacy } from './__testUtils__/post';

const TOOLS = ['b', 'a', 'd', 'c', 'A', 'x'.repeat(150), `${'x'.repeat(149)}y`];

describe.each(databaseIds)('lists longer than a page on %s', id => {
  let world: GatewayWorld;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;

  beforeAll(async () => {
    const tools = TOOLS.map(name => ({
      name,
      inputSchema: { type: 'object' },
    }));
    server = await startScriptedServer(tools, () => {});
    world = await createGatewayWorld({ id, pageItems: 2 });
    await world.added('one', server.url);
    await world.added('two', server.url);
  });
  afterAll(async () => {
    await world?.stop();
    await server?.close();
  });

  const list = async (path: string, cursor?: string, orgId = 'default') => {
    const app = express()
      .use((req, _res, next) => {
        setContext(req, testContext({ orgId }));
        next();
      })
      .use(...world.routers);
    const { body } = await request(app)
      .post(path)
      .send(legacy('tools/list', { cursor }));
    return body;
  };
  const pagesOf = async (path: string) => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { result } = await list(path, cursor);
      pages.push(result.tools.map(({ name }: { name: string }) => name));
      cursor = result.nextCursor;
    } while (cursor);
    return pages;
  };

  it('come page by page, each thing once', async () => {
    const one = await pagesOf('/mcp/servers/development/one');
    expect(one.map(page => page.length)).toEqual([2, 2, 2, 1]);
    expect(one.flat().sort()).toEqual([...TOOLS].sort());
    const all = (await pagesOf('/mcp')).flat();
    expect(all).toHaveLength(2 * TOOLS.length);
    expect(new Set(all).size).toBe(all.length);
    const servers = all.map(name => name.split('__')[0]);
    expect(servers).toEqual([...servers].sort());
  });

  it('take no cursor of another list, of another organisation, or of anybody', async () => {
    const { result } = await list('/mcp');
    for (const [path, cursor, orgId] of [
      ['/mcp/servers/development/one', result.nextCursor],
      ['/mcp', result.nextCursor, 'other'],
      ['/mcp', 'anything'],
    ]) {
      const { error } = await list(path, cursor, orgId);
      expect(error?.code).toBe(-32602);
    }
  });
});
