import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  capabilityReadPermission,
  problemTypeOf,
  type Problem,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { servers, weather, weatherCapabilities } from '../../dev/fixtures';
import type { MockWorld } from '../../dev/mockWorld';
import { renderPage } from '../__testUtils__/renderPage';

const at = (kind: string, name: string) =>
  `/servers/${weather.id}/try/${kind}/${name}`;
const byUri = (kind: string, uri: string) =>
  `/servers/${weather.id}/try/${kind}?${new URLSearchParams({ name: uri })}`;
const CALL = `POST /v1/servers/${weather.id}/tools/`;

const run = (name: string | RegExp = 'Run') =>
  screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText(name);
const type = async (name: string | RegExp, value: string) =>
  fireEvent.change(await field(name), { target: { value } });
const callsIn = (page: { world: MockWorld }) =>
  page.world.requests.filter(
    each => each.startsWith(CALL) && !each.includes('dryRun'),
  );

describe('the page to try a tool', () => {
  it('begins with defaults, required fields first, runs, and shows progress and result', async () => {
    const page = renderPage(at('tool', 'get_forecast'));
    expect(
      await screen.findByRole('heading', { name: 'Try it: Get the forecast' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing run yet')).toBeInTheDocument();
    const labels = (await screen.findAllByRole('textbox')).map(
      each =>
        each.getAttribute('aria-label') ??
        (each as HTMLInputElement).labels?.[0]?.textContent,
    );
    expect(labels[0]).toContain('name');
    expect(await field('days')).toHaveValue('3');
    await type(/^name/, 'Lagos');
    await userEvent.click(await run());
    expect(
      await screen.findByRole('progressbar', { name: 'Progress' }),
    ).toBeInTheDocument();
    const tree = await screen.findByRole('tree', {
      name: 'Structured content',
    });
    expect(within(tree).getByText('"Lagos"')).toBeInTheDocument();
    expect(screen.getByText('The text says the same.')).toBeInTheDocument();
    expect(screen.getByText(/of which the server 310 ms/)).toBeInTheDocument();
    const record = screen.getByRole('link', { name: 'Record of the call' });
    expect(record).toHaveAttribute(
      'href',
      `/sprintconnect/calls/${page.world.calls[0].id}`,
    );
    expect(document.title).toMatch(/^Try it: Get the forecast \| Weather/);
  });

  it('checks before it runs: faults stand at their fields, and nothing was called', async () => {
    const page = renderPage(at('tool', 'get_forecast'));
    await type('days', '99');
    await userEvent.click(await run());
    const fault = await screen.findByText('is required');
    expect(fault).toBeInTheDocument();
    expect(screen.getByText('must be <= 14')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText(/^name/)).toHaveFocus());
    expect(screen.getByLabelText('days')).toBeInvalid();
    expect(screen.getByText("The input doesn't fit")).toBeInTheDocument();
    expect(callsIn(page)).toEqual([]);
  });

  it('runs by Ctrl+Enter, with what stands in the JSON, to the last digit', async () => {
    const page = renderPage(at('tool', 'ping'));
    const bodies: unknown[] = [];
    const { callTool } = page.client.calls;
    page.client.calls.callTool = (use, options) => {
      bodies.push(JSON.stringify(use.arguments));
      return callTool(use, options);
    };
    // Nobody says what it does, so that it asks.
    expect(await screen.findByText('Takes no input.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'JSON' }));
    const json = await field('Arguments as JSON');
    fireEvent.change(json, { target: { value: '{"id":9007199254740993}' } });
    fireEvent.keyDown(json, { key: 'Enter', ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      "The server doesn't say what this tool does",
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Run ping' }),
    );
    expect(await screen.findByText('pong')).toBeInTheDocument();
    expect(bodies).toEqual(['{"id":9007199254740993}']);
  });

  it('keeps form and JSON in step, and waits with the form for JSON that is some', async () => {
    renderPage(at('tool', 'get_forecast'));
    await type(/^name/, 'Lagos');
    await userEvent.click(screen.getByRole('radio', { name: 'JSON' }));
    const json = await field('Arguments as JSON');
    expect(JSON.parse((json as HTMLTextAreaElement).value)).toEqual({
      place: { name: 'Lagos' },
      days: 3,
      units: 'metric',
    });
    fireEvent.change(json, { target: { value: '{"place":' } });
    expect(await screen.findByText(/This isn't JSON/)).toBeInTheDocument();
    expect(await run()).toBeDisabled();
    expect(screen.getByRole('radio', { name: 'Form' })).toBeDisabled();
    fireEvent.change(json, { target: { value: '[1]' } });
    expect(await screen.findByText(/are a JSON object/)).toBeInTheDocument();
    fireEvent.change(json, {
      target: { value: '{"place":{"name":"Oslo"},"days":5}' },
    });
    await userEvent.click(screen.getByRole('radio', { name: 'Form' }));
    expect(await field(/^name/)).toHaveValue('Oslo');
    expect(await field('days')).toHaveValue('5');
  });

  it('holds no number that it would round, and none that is half', async () => {
    renderPage(at('tool', 'get_forecast'));
    await type('days', '12345678901234567890');
    expect(await screen.findByText(/too many digits/)).toBeInTheDocument();
    expect(await run()).toBeDisabled();
    await type('days', '1e');
    expect(await screen.findByText("This isn't a number.")).toBeInTheDocument();
    await type('days', '');
    expect(await run()).toBeEnabled();
  });

  it('asks before a tool that may destroy, naming tool, server and environment', async () => {
    const page = renderPage(at('tool', 'delete_station'));
    await type(/^stationId/, 's-1');
    await userEvent.click(await run());
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('delete or overwrite data');
    for (const each of ['delete_station', 'Weather', 'production']) {
      expect(dialog).toHaveTextContent(each);
    }
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(callsIn(page)).toEqual([]);
    await userEvent.click(await run());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Run delete_station' }),
    );
    expect(
      await screen.findAllByText('The tool reported an error'),
    ).not.toEqual([]);
    expect(screen.getByText('There is no station s-1.')).toBeInTheDocument();
    expect(callsIn(page)).toHaveLength(1);
  });

  it('only says what would be decided', async () => {
    const page = renderPage(at('tool', 'delete_station'));
    await type(/^stationId/, 's-1');
    await userEvent.click(await run('Check'));
    expect(await screen.findAllByText('The call would be made')).not.toEqual(
      [],
    );
    expect(screen.getByText('The input fits')).toBeInTheDocument();
    expect(callsIn(page)).toEqual([]);
  });

  it('breaks off what takes too long, and keeps the runs of the tab', async () => {
    renderPage(at('tool', 'get_forecast'));
    await type(/^name/, 'slow Lagos');
    await userEvent.click(await run());
    await screen.findByRole('progressbar');
    await userEvent.click(await run('Cancel'));
    expect(await screen.findAllByText('Cancelled')).not.toEqual([]);
    expect(
      screen.getByText('The server might have done some of the work.'),
    ).toBeInTheDocument();
    await type(/^name/, 'Bergen');
    await userEvent.click(await run());
    await screen.findByRole('tree');
    const history = await screen.findByRole('region', {
      name: "This tab's runs",
    });
    const former = within(history)
      .getAllByRole('listitem')
      .find(each => each.textContent?.includes('slow Lagos'))!;
    await userEvent.click(
      within(former).getByRole('button', { name: 'Use this input again' }),
    );
    expect(await field(/^name/)).toHaveValue('slow Lagos');
    expect(screen.queryByRole('tree')).toBeNull();
  });

  it('tells a refusal and a failing server in their words', async () => {
    const refusal: Partial<Problem> = {
      type: problemTypeOf('rate-limited'),
      status: 429,
      title: 'Too many requests',
      detail: 'Wait for a minute.',
      callId: '0199dd1c-7000-7000-8000-000000000001',
    };
    renderPage(at('tool', 'get_forecast'), {
      refusals: new Map([['POST call', refusal]]),
    });
    await type(/^name/, 'Lagos');
    await userEvent.click(await run());
    const notice = await screen.findByRole('alert');
    expect(notice).toHaveTextContent('Wait for a minute.');
    expect(notice).toHaveTextContent('mock-request-1');
    expect(
      screen.getByRole('link', { name: 'Record of the call' }),
    ).toHaveAttribute('href', expect.stringMatching(`/${refusal.callId}$`));
  });
});

describe('the form of a stranger', () => {
  const [, tool] = weatherCapabilities;
  const withSchema = (inputSchema: Record<string, unknown>) => ({
    capabilities: [{ ...tool, name: 'odd', inputSchema }],
  });

  it('leads to where an account is connected, and runs again with what was filled in', async () => {
    const connectUrl =
      'https://portal.example.com/sprintconnect/connections/links/1';
    const refusal: Partial<Problem> = {
      type: problemTypeOf('connection-required'),
      status: 422,
      title: 'Connect an account',
      detail: 'This server needs an account of yours.',
      connectUrl,
    };
    const refusals: MockWorld['refusals'] = new Map([['POST call', refusal]]);
    const page = renderPage(at('tool', 'get_forecast'), { refusals });
    await type(/^name/, 'Lagos');
    await userEvent.click(await run());
    const link = await screen.findByRole('link', {
      name: 'Connect your account',
    });
    expect(link).toHaveAttribute('href', connectUrl);
    expect(link).toHaveAttribute('target', '_blank');
    refusals.clear();
    await userEvent.click(await run());
    expect(
      await screen.findByRole('tree', { name: 'Structured content' }),
    ).toHaveTextContent('Lagos');
    expect(link).not.toBeInTheDocument();
    expect(callsIn(page)).toHaveLength(2);
  });

  it('takes any names, lists, maps and options', async () => {
    const page = renderPage(
      at('tool', 'odd'),
      withSchema(
        JSON.parse(`{"type":"object","required":["tags","what"],"properties":{
          "proto":{"type":"object","properties":{"__proto__":{"type":"string"}}},"a.b":{"type":"string"},
          "tags":{"type":"array","items":{"type":"string"}},
          "labels":{"type":"object","additionalProperties":{"type":"string"}},
          "what":{"oneOf":[
            {"type":"object","properties":{"kind":{"const":"berth"},"ship":{"type":"string"}},"required":["kind"]},
            {"type":"object","properties":{"kind":{"const":"tide"},"day":{"type":"string"}},"required":["kind"]}]},
          "may":{"type":"object","properties":{"deep":{"type":"boolean"}}}}}`),
      ),
    );
    await type('a.b', 'dotted');
    await type(/^proto/, '{"constructor":1}');
    const [addTag] = await screen.findAllByRole('button', { name: 'Add item' });
    await userEvent.click(addTag);
    const item = await screen.findByRole('group', { name: 'Item 1' });
    fireEvent.change(within(item).getByRole('textbox'), {
      target: { value: 'first' },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Add labels' }));
    const map = await screen.findByRole('group', { name: 'labels' });
    await userEvent.click(
      within(map).getByRole('button', { name: 'Add item' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: /berth.*what|what/ }),
    );
    await userEvent.click(await screen.findByRole('option', { name: 'tide' }));
    await type('day', 'Monday');
    await userEvent.click(screen.getByRole('radio', { name: 'JSON' }));
    const json = (await field('Arguments as JSON')) as HTMLTextAreaElement;
    expect(JSON.parse(json.value)).toEqual({
      'a.b': 'dotted',
      proto: { constructor: 1 },
      tags: ['first'],
      labels: { newKey: '' },
      what: { kind: 'tide', day: 'Monday' },
    });
    expect(callsIn(page)).toEqual([]);
  });

  it('is JSON where there are too many fields', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, n) => [`f${n}`, { type: 'string' }]),
    );
    renderPage(at('tool', 'odd'), withSchema({ type: 'object', properties }));
    expect(await screen.findByText(/too large for a form/)).toBeInTheDocument();
    expect(await field('Arguments as JSON')).toHaveValue('{}');
  });
});

describe('results of a tool', () => {
  it('are shown by what they are, and load nothing', async () => {
    renderPage(at('tool', 'subscribe_warnings'));
    await userEvent.click(await screen.findByRole('radio', { name: 'JSON' }));
    fireEvent.change(await field('Arguments as JSON'), {
      target: { value: '{"channel":{"address":"a@b.example"}}' },
    });
    await userEvent.click(await run());
    expect(await screen.findByText(/## Subscribed/)).toBeInTheDocument();
    const image = screen.getByRole('img', { name: 'Image, image/png' });
    expect(image.getAttribute('src')).toMatch(/^data:image\/png;base64,/);
    expect(
      screen.getByText(/image\/svg\+xml isn't shown here/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Read this resource' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining('weather%3A%2F%2Fstations'),
    );
    expect(screen.getByText(/2026-12-01,moderate/)).toBeInTheDocument();
    expect(screen.getByText('Content of type hologram')).toBeInTheDocument();
    const [first] = screen.getAllByRole('radio', { name: 'Markdown' });
    await userEvent.click(first);
    expect(
      await screen.findByRole('heading', { name: 'Subscribed' }),
    ).toBeInTheDocument();
  });

  it('of a megabyte are drawn in parts', async () => {
    const text = `${'x'.repeat(1024 * 1024)}end`;
    renderPage(at('tool', 'get_forecast'), {
      results: new Map([
        ['get_forecast', { content: [{ type: 'text', text }] }],
      ]),
    });
    await type(/^name/, 'Lagos');
    await userEvent.click(await run());
    const more = await run('Show more of the text');
    const shown = screen.getByText(/^x+$/);
    expect(shown.textContent!.length).toBeLessThan(40_000);
    await userEvent.click(more);
    expect(shown.textContent!.length).toBeGreaterThan(40_000);
  });
});

describe('prompts and resources', () => {
  it('show the messages of a prompt by role', async () => {
    renderPage(at('prompt', 'plan_a_hike'));
    await userEvent.click(await run('Get prompt'));
    expect(await screen.findByText('is required')).toBeInTheDocument();
    await type(/^where/, 'Bergen');
    await userEvent.click(await run('Get prompt'));
    expect(
      await screen.findByText('Plan a hike of a few hours from Bergen.'),
    ).toBeInTheDocument();
    expect(screen.getByText('User')).toBeInTheDocument();
    expect(screen.getByText('Assistant')).toBeInTheDocument();
  });

  it('read a resource, of whose long list a part is shown', async () => {
    renderPage(byUri('resource', 'weather://stations'));
    await userEvent.click(await run('Read'));
    const tree = await screen.findByRole('tree');
    const lines = () => within(tree).getAllByRole('treeitem');
    expect(lines()).toHaveLength(102);
    expect(lines()[0]).toHaveTextContent('250 items');
    lines()[0].focus();
    await userEvent.keyboard('{End}{Enter}');
    expect(lines()).toHaveLength(202);
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowRight}');
    expect(lines()[2]).toHaveTextContent('id: "station-1"');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(lines()[0]).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(lines()).toHaveLength(1);
  });

  it('fill the variables of a template', async () => {
    const page = renderPage(
      byUri('resource-template', 'weather://stations/{id}/today'),
    );
    await type('id', 'a b/c');
    expect(
      await screen.findByText('weather://stations/a%20b%2Fc/today'),
    ).toBeInTheDocument();
    await userEvent.click(await run('Read'));
    expect(await screen.findByText(/hour,celsius/)).toBeInTheDocument();
    expect(page.world.requests.at(-1)).toBe(
      `POST /v1/servers/${weather.id}/resources/read`,
    );
  });
});

describe('where there is nothing to try', () => {
  it('says that the server does not offer it', async () => {
    renderPage(at('tool', 'nothing'));
    expect(await screen.findByText('Not offered')).toBeInTheDocument();
  });

  it.each([
    ['draft', 'The server is still a draft'],
    ['retired', 'The server is retired'],
    ['quarantined', 'The server is in quarantine'],
  ] as const)('says that the server is %s', async (status, words) => {
    renderPage(at('tool', 'ping'), { servers: [{ ...weather, status }] });
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Run' })).toBeNull();
  });

  it('says which permission is missing', async () => {
    renderPage(at('tool', 'ping'), lookingOnly());
    expect(
      await screen.findByText("You don't have permission to use capabilities"),
    ).toBeInTheDocument();
    expect(
      screen.getByText('sprintconnect.capability.use'),
    ).toBeInTheDocument();
  });

  it('shows what went wrong, and tries again', async () => {
    const refusals: MockWorld['refusals'] = new Map([
      ['GET /v1/servers/:id/capabilities', { status: 503, title: 'Away' }],
    ]);
    renderPage(at('tool', 'ping'), { refusals });
    expect(await screen.findByText('Away')).toBeInTheDocument();
    refusals.clear();
    await userEvent.click(await run('Try again'));
    expect(await run()).toBeInTheDocument();
  });
});

describe('the way there', () => {
  const path = `/servers/${weather.id}/capabilities`;

  it('leads from each capability of a server', async () => {
    renderPage(path);
    expect(
      await screen.findByRole('link', { name: 'Try it: Get the forecast' }),
    ).toHaveAttribute('href', `/sprintconnect${at('tool', 'get_forecast')}`);
    expect(
      await screen.findByRole('link', { name: 'Try it: weather://legend' }),
    ).toHaveAttribute(
      'href',
      `/sprintconnect${byUri('resource', 'weather://legend')}`,
    );
  });

  it.each([
    ['to those who may not use any', lookingOnly()],
    [
      'on a server that is retired',
      { servers: [{ ...weather, status: 'retired' as const }] },
    ],
  ])('is not shown %s', async (_whom, world) => {
    renderPage(path, world);
    expect(await screen.findByText('get_forecast')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /^Try it/ })).toBeNull();
  });
});

function lookingOnly(): Partial<MockWorld> {
  return {
    servers: [...servers],
    capabilities: [...weatherCapabilities],
    me: {
      caller: { type: 'user', ref: 'user:default/eve' },
      orgId: 'default',
      roles: ['viewer'],
      permissions: [serverReadPermission.name, capabilityReadPermission.name],
      environments: ['production'],
      stdioEntries: [],
    },
  };
}
