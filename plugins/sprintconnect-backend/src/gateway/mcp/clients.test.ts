import {
  Client as ClientOfV2,
  StreamableHTTPClientTransport as TransportOfV2,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { databaseIds } from '../../__testUtils__';
import {
  AUTHORIZATION,
  startDoor,
  type StartedDoor,
} from './__testUtils__/startDoor';

const INFO = { name: 'test', version: '1' };
const REQUEST = { requestInit: { headers: AUTHORIZATION } };

/** Unmodified clients, one for each way to speak with us. */
const CLIENTS = {
  'SDK v1, 2025-11-25': async (url: URL) => {
    const client = new Client(INFO);
    await client.connect(new StreamableHTTPClientTransport(url, REQUEST));
    return client as unknown as ClientOfV2;
  },
  'SDK v2, 2025-11-25': async (url: URL) => {
    const client = new ClientOfV2(INFO, {
      versionNegotiation: { mode: 'legacy' },
    });
    await client.connect(new TransportOfV2(url, REQUEST));
    return client;
  },
  'SDK v2, 2026-07-28': async (url: URL) => {
    const client = new ClientOfV2(INFO, {
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    });
    await client.connect(new TransportOfV2(url, REQUEST));
    return client;
  },
};

describe.each(databaseIds)('unmodified clients on %s', id => {
  let door: StartedDoor;
  beforeAll(async () => {
    door = await startDoor({ id });
    await door.register('weather', door.forecast.conformanceUrl);
  });
  afterAll(() => door?.stop());

  describe.each(Object.entries(CLIENTS))('%s', (_, connect) => {
    it('uses one server, with its own names', async () => {
      const url = `${door.base}/mcp/servers/development/weather`;
      const client = await connect(new URL(url));
      expect(client.getServerVersion()).toMatchObject({
        name: 'forecast',
      });
      const { tools } = await client.listTools();
      const names = tools.map(({ name }) => name);
      expect(names).toContain('test_simple_text');
      const result = await client.callTool({
        name: 'test_simple_text',
        arguments: {},
      });
      expect(result.content).toEqual([
        { type: 'text', text: expect.any(String) },
      ]);
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toContain('test://static-text');
      const read = await client.readResource({ uri: 'test://static-text' });
      expect(read.contents[0]).toMatchObject({ uri: 'test://static-text' });
      const { resourceTemplates } = await client.listResourceTemplates();
      expect(resourceTemplates.map(each => each.uriTemplate)).toContain(
        'test://template/{id}/data',
      );
      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toContain('test_simple_prompt');
      const got = await client.getPrompt({ name: 'test_simple_prompt' });
      expect(got.messages).toHaveLength(1);
      await client.close();
    });

    it('uses all servers at one address', async () => {
      const client = await connect(new URL(`${door.base}/mcp`));
      expect(client.getServerVersion()).toMatchObject({
        name: 'sprintconnect',
      });
      const { tools } = await client.listTools();
      const names = tools.map(({ name }) => name);
      expect(names).toContain('weather__test_simple_text');
      expect(names.every(name => /^[\w-]{1,46}$/.test(name))).toBe(true);
      const result = await client.callTool({
        name: 'weather__test_simple_text',
        arguments: {},
      });
      expect(result.content).toHaveLength(1);
      const refused = await client.callTool({ name: 'test_simple_text' });
      expect(refused).toMatchObject({
        isError: true,
        _meta: { 'io.sprintconnect/code': 'capability-not-found' },
      });
      const got = await client.getPrompt({
        name: 'weather__test_prompt_with_arguments',
        arguments: { arg1: 'a', arg2: 'b' },
      });
      expect(got.messages).toHaveLength(1);
      await client.close();
    });
  });
});
