import { closePeers, makeTools, serveLegacy } from './__testUtils__/peers';
import {
  countsOf,
  failureOf,
  http,
  namesOf,
  openUpstream,
  sse,
} from './__testUtils__/openUpstream';
import { serveSse } from './__testUtils__/serveSse';
import { isSameId } from './isSameId';
import type { EraVerdict } from './EraVerdict';

afterEach(closePeers);

const legacy: EraVerdict = {
  era: 'legacy',
  protocolVersion: '2025-11-25',
  at: new Date('2026-11-22T12:00:00.000Z'),
};
const asText = (id: string | number) => String(id);
const tools = { 'tools/list': () => ({ tools: makeTools(2) }) };

describe('isSameId', () => {
  it.each([
    [1, 1, true],
    ['1', 1, true],
    ['probe-1', 'probe-1', true],
    ['2', 1, false],
    ['one', 1, false],
    [1, '1', false],
    [true, 1, false],
    [[1], 1, false],
    [null, 0, false],
    [undefined, 0, false],
  ])('%j for %j: %s', (got, sent, is) => {
    expect(isSameId(got, sent)).toBe(is);
  });
});

describe('a server that gives ids back as text', () => {
  it('is listed whole', async () => {
    const { url } = await serveLegacy({ tools: {} }, tools, { idOf: asText });
    const connection = await openUpstream().connect([http(url)]);
    expect(await namesOf(connection, 'tool')).toEqual(['tool-0', 'tool-1']);
  });

  it.each([undefined, legacy])('answers a probe, knowing %j', async prior => {
    const { url } = await serveLegacy({ tools: {} }, tools, { idOf: asText });
    const answer = openUpstream().probe([http(url)], { prior });
    expect(await answer).toEqual({ latencyMs: expect.any(Number) });
  });

  it('may say so that it does not know a list', async () => {
    const { url } = await serveLegacy({}, tools, { idOf: asText });
    const connection = await openUpstream().connect([http(url)]);
    expect(await countsOf(connection)).toEqual({
      tool: 2,
      resource: 0,
      'resource-template': 0,
      prompt: 0,
    });
  });

  it('is listed over SSE', async () => {
    const peer = { streamAt: '/sse', endpoint: '/post', idOf: asText };
    const { url } = await serveSse(peer);
    const connection = await openUpstream().connect([sse(url)]);
    expect(await namesOf(connection, 'tool')).toEqual(['tool-0']);
  });

  it('is not believed when the id is another one', async () => {
    const { url } = await serveLegacy({ tools: {} }, tools, {
      idOf: id => `${id}0`,
    });
    const { probe } = openUpstream();
    const error = await failureOf(
      probe([http(url)], { prior: legacy, timeoutMs: 700 }),
    );
    expect(error).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('not to this request'),
    });
  });
});
