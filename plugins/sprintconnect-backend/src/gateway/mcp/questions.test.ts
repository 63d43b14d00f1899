import { type ForecastServer, startForecastServer } from 'upstream';
import { databaseIds } from '../../__testUtils__';
import {
  type AskableClient,
  ASKABLE_CLIENTS,
} from './__testUtils__/askableClients';
import {
  AUTHORIZATION,
  startDoor,
  type StartedDoor,
} from './__testUtils__/startDoor';
import { startRoundRobin } from './__testUtils__/startRoundRobin';

const textOf = ({ content }: { content?: unknown }) =>
  (content as { text: string }[])[0]?.text;

// The stores are tested on both databases.
const id = databaseIds.at(-1);

describe('questions of servers, with two instances', () => {
  let door: StartedDoor;
  let legacyServer: ForecastServer;
  let proxy: Awaited<ReturnType<typeof startRoundRobin>>;
  beforeAll(async () => {
    door = await startDoor({ id, instances: 2 });
    legacyServer = await startForecastServer({ legacyOnly: true });
    await door.register('modern', door.forecast.conformanceUrl);
    await door.register('legacy', legacyServer.conformanceUrl);
    proxy = await startRoundRobin(door.bases);
  });
  afterAll(async () => {
    await proxy?.close();
    await door?.stop();
    await legacyServer?.close();
  });

  describe.each(Object.entries(ASKABLE_CLIENTS))('to %s', (_, connect) => {
    describe.each(['modern', 'legacy'])('from a %s server', server => {
      let client: AskableClient;
      beforeAll(async () => {
        const url = new URL(`${proxy.base}/mcp/servers/development/${server}`);
        client = await connect({ url, headers: AUTHORIZATION });
      });
      afterAll(() => client?.close());

      it.each([
        ['test_elicitation', { message: 'Who?' }, 'ada@example.com'],
        ['test_sampling', { prompt: 'Say hello' }, 'LLM response: Hello'],
        ['test_input_required_result_list_roots', {}, 'file:///home/ada'],
        ['test_input_required_result_multi_round', {}, 'Ada likes blue.'],
        [
          'test_input_required_result_multiple_inputs',
          {},
          'Hello, Ada, at file:///home/ada',
        ],
        [
          'test_input_required_result_request_state',
          {},
          'state-ok, confirmed: true',
        ],
      ])('%s', async (name, given, expected) => {
        const result = await client.callTool({ name, arguments: given });
        expect(textOf(result)).toContain(expected);
        expect(result.isError).toBeFalsy();
      });
    });
  });

  it.each(Object.entries(ASKABLE_CLIENTS))(
    'are refused with what was missing to %s that declares nothing',
    async (_name, connect) => {
      for (const server of ['modern', 'legacy']) {
        const client = await connect({
          url: new URL(`${proxy.base}/mcp/servers/development/${server}`),
          headers: AUTHORIZATION,
          capabilities: {},
        });
        const answer = await client
          .callTool({ name: 'test_elicitation', arguments: { message: '?' } })
          .catch(error => ({ content: [{ text: error.message }] }));
        expect(textOf(answer)).toMatch(/elicitation/i);
        await client.close();
      }
    },
  );

  it('leave nothing behind', async () => {
    expect(await door.database.reader('held_calls')).toEqual([]);
    expect(await door.database.reader('held_questions')).toEqual([]);
  });
});
