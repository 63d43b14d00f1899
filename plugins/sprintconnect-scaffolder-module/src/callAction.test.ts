import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForecastServer, startForecastServer } from 'upstream';
import { stringify } from 'yaml';
import { eventually, freePort } from 'testing';
import { PortalUser } from './__testUtils__/PortalUser';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const template = (input: object) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'call' },
  spec: {
    owner: 'group:default/platform',
    type: 'mcp-server',
    steps: [{ id: 'a', action: 'sprintconnect:tool:call', input }],
    output: { outcome: '${{ steps.a.output.outcome }}' },
  },
});
/** Calls for each place of the answers, and says what came of it. */
const each = (key?: string) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: key ? 'apart' : 'together' },
  spec: {
    owner: 'group:default/platform',
    type: 'mcp-server',
    steps: [
      {
        id: 'call',
        action: 'sprintconnect:tool:call',
        each: '${{ parameters.places }}',
        input: {
          name: 'weather',
          environment: 'production',
          tool: '${{ parameters.tool }}',
          arguments: { place: '${{ each.value }}' },
          onToolError: '${{ parameters.onToolError }}',
          ...(key && { key }),
        },
      },
    ],
    output: {
      outcomes: '${{ steps.call.output.outcome }}',
      said: '${{ steps.call.output.structuredContent }}',
      texts: '${{ steps.call.output.text }}',
    },
  },
});

describe('sprintconnect:tool:call', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let forecast: ForecastServer;
  let ada: PortalUser;
  let id: string;
  let folder: string;

  const callsOf = async () => {
    const { items } = await ada.read<{ items: Record<string, any>[] }>(
      '/sprintconnect/v1/calls?limit=200',
    );
    return items;
  };
  const dryRun = (input: object) => ada.dryRun(template(input), {});
  const here = { name: 'weather', environment: 'production' };

  beforeAll(async () => {
    forecast = await startForecastServer();
    folder = await mkdtemp(join(tmpdir(), 'calls-'));
    const target = join(folder, 'templates.yaml');
    const apart = stringify(each('${{ each.key }}'));
    await writeFile(target, `${stringify(each())}---\n${apart}`);
    portal = await startPortal({
      port: await freePort(),
      upstreamPorts: [forecast.port],
      config: {
        catalog: {
          locations: [
            { type: 'file', target, rules: [{ allow: ['Template'] }] },
          ],
        },
      },
    });
    ada = new PortalUser(portal.base);
    await ada.foundEntity('group', 'platform');
    await ada.foundEntity('template', 'together');
    await ada.foundEntity('template', 'apart');
    const response = await ada.ask('/sprintconnect/v1/servers', {
      ...here,
      remotes: [{ type: 'streamable-http', url: forecast.conformanceUrl }],
    });
    ({ id } = (await response.json()) as { id: string });
    await eventually(
      async () => {
        const { counts } = await ada.read<{ counts: { tools: number } }>(
          `/sprintconnect/v1/servers/${id}`,
        );
        return counts.tools > 0;
      },
      { withinMs: 60_000 },
    );
  });
  afterAll(async () => {
    await portal?.backend.stop();
    await forecast?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('calls as the person who runs the template, and gives the result', async () => {
    const task = await ada.run('together', {
      tool: 'get_forecast',
      places: ['bergen', 'lisbon'],
    });
    expect(task.log).toContain('Called get_forecast: succeeded.');
    expect(task).toMatchObject({
      status: 'completed',
      output: {
        outcomes: ['succeeded', 'succeeded'],
        said: [{ place: 'bergen' }, { place: 'lisbon' }],
      },
    });
    const calls = await callsOf();
    expect(calls).toHaveLength(2);
    for (const call of calls) {
      expect(call).toMatchObject({
        outcome: 'succeeded',
        caller: { ref: 'user:default/ada' },
      });
    }
  });

  it('makes equal calls of one step once, unless they are told apart', async () => {
    const before = (await callsOf()).length;
    const values = { tool: 'get_forecast', places: ['bergen', 'bergen'] };
    const together = await ada.run('together', values);
    expect(together.output.outcomes).toEqual(['succeeded', 'succeeded']);
    expect(await callsOf()).toHaveLength(before + 1);
    const apart = await ada.run('apart', values);
    expect(apart.output.outcomes).toEqual(['succeeded', 'succeeded']);
    expect(await callsOf()).toHaveLength(before + 3);
  });

  it('fails where the tool does, unless it is to go on', async () => {
    const values = { tool: 'test_error_handling', places: ['x'] };
    const failed = await ada.run('together', values);
    expect(failed.status).toBe('failed');
    expect(failed.log).toContain('The tool test_error_handling says that it');
    const task = await ada.run('together', {
      ...values,
      onToolError: 'continue',
    });
    expect(task).toMatchObject({
      status: 'completed',
      output: { outcomes: ['tool-error'], texts: [expect.any(String)] },
    });
  });

  it('names every fault of the arguments, and sends nothing', async () => {
    const task = await ada.run('together', {
      tool: 'get_forecast',
      places: [7],
    });
    expect(task.status).toBe('failed');
    expect(task.log).toMatch(/arguments\.place/);
    const [last] = await callsOf();
    expect(last).toMatchObject({ outcome: 'invalid' });
    expect(last).not.toHaveProperty('upstreamMs');
  });

  describe('in a dry run', () => {
    const bergen = { tool: 'get_forecast', arguments: { place: 'bergen' } };

    it.each([
      ['by name', here, 'Would call get_forecast. Nothing was sent'],
      ['that is not there yet', { ...here, name: 'soon' }, "can't be checked"],
      ['of a step before', {}, 'a server that a step before registers'],
    ])(
      'says that it would call a tool of a server %s',
      async (_what, server, words) => {
        const before = (await callsOf()).length;
        const { answer, log } = await dryRun({ ...server, ...bergen });
        expect(log).toContain(words);
        expect(answer.output).toEqual({ outcome: 'planned' });
        expect(await callsOf()).toHaveLength(before);
      },
    );

    it.each([
      [
        'arguments that do not fit',
        { arguments: { place: 'bergen', days: 99 } },
        '- arguments.days must be <= 7',
      ],
      ['an unknown tool', { tool: 'no_tool' }, 'There is nothing of that name'],
    ])('says what is wrong with %s', async (_what, wrong, words) => {
      const before = (await callsOf()).length;
      const ran = await dryRun({ serverId: id, ...bergen, ...wrong });
      expect(JSON.stringify(ran.answer)).toContain(words);
      expect(await callsOf()).toHaveLength(before);
    });
  });

  it.each([
    ['no tool', here, 'tool'],
    ['another word', { ...here, tool: 'a', onToolError: 'x' }, 'onToolError'],
  ])('refuses %s', async (_what, input, words) => {
    const { answer } = await dryRun(input);
    expect(JSON.stringify(answer)).toContain(words);
    expect(answer.output).toBeUndefined();
  });
});
