import * as fc from 'fast-check';
import { testContext } from '../../__testUtils__';
import { EVERYTHING } from '../../ports';
import { labelOf, readLabel, withLabel } from './exposedUris';
import { type Offer, OfferTable } from './OfferTable';
import { UriView } from './UriView';

const LABEL = labelOf({ environment: 'production', name: 'Weather_1' });

describe('a URI with the label of its server', () => {
  it.each([
    ['test://template/{id}/data', `test://${LABEL}/template/{id}/data`],
    ['file:///etc/hosts', `file://${LABEL}//etc/hosts`],
    ['ui://widget/page.html?a=b#c', `ui://${LABEL}/widget/page.html?a=b#c`],
    ['urn:isbn:0451450523', `urn://${LABEL}.opaque/isbn:0451450523`],
    ['no scheme at all', `mcp://${LABEL}.bare/no scheme at all`],
    ['{+anything}', `mcp://${LABEL}.bare/{+anything}`],
  ])('is, of %s, %s', (uri, rewritten) => {
    expect(withLabel(uri, LABEL)).toBe(rewritten);
    expect(readLabel(rewritten)).toEqual({ label: LABEL, uri });
  });

  it('survives clients that write hosts in lower case', () => {
    const url = new URL(withLabel('https://host/a', LABEL));
    expect(readLabel(url.href)).toEqual({
      label: LABEL,
      uri: 'https://host/a',
    });
  });

  it('is read back, whatever it was', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom(
        'a:',
        'a://',
        '://',
        'a:/b',
        'a:b://c',
        withLabel('x:y', LABEL),
      ),
    );
    fc.assert(
      fc.property(any, uri => {
        expect(readLabel(withLabel(uri, LABEL))).toEqual({ label: LABEL, uri });
      }),
    );
  });
});

const SERVERS = ['one', 'two', 'three'];
const server = (name: string) => ({
  id: name,
  environment: 'production',
  name,
});
const offers = (
  of: Record<string, { resources?: string[]; templates?: string[] }>,
): Offer[] =>
  Object.entries(of).flatMap(([name, { resources = [], templates = [] }]) => [
    { id: name, kind: 'tool', name: 'x', server: server(name) },
    ...resources.map(uri => ({
      ...{ id: `${name} ${uri}`, name: uri },
      kind: 'resource' as const,
      server: server(name),
    })),
    ...templates.map(uri => ({
      ...{ id: `${name} ${uri}`, name: uri },
      kind: 'resource-template' as const,
      server: server(name),
    })),
  ]);

/** What somebody sees who may use what servers of these names offer. */
function viewOf(all: readonly Offer[], visible: readonly string[] = SERVERS) {
  const mine = new Set(
    all.filter(each => visible.includes(each.server.name)).map(each => each.id),
  );
  const view = new UriView({
    ctx: testContext(),
    table: new OfferTable(all),
    store: {
      usable: async (_ctx, _criteria, ids) =>
        new Set(ids.filter(id => mine.has(id))),
    },
    criteria: async () => EVERYTHING,
  });
  const exposed = async (name: string, uri: string, isTemplate?: boolean) => {
    const of = { serverId: name, uri, isTemplate };
    return (await view.exposing([of]))(of);
  };
  return { view, exposed };
}

describe('URIs where those of all servers stand together', () => {
  const label = (name: string) => labelOf(server(name));

  it('stay as they are where they mean one thing', async () => {
    const { view, exposed } = viewOf(
      offers({ one: { resources: ['a://x'] }, two: { resources: ['a://y'] } }),
    );
    expect(await exposed('one', 'a://x')).toBe('a://x');
    expect(await view.meaning('a://x')).toEqual({
      serverId: 'one',
      uri: 'a://x',
    });
    expect(await view.meaning('a://z')).toBeUndefined();
  });

  it('are rewritten for whoever may use both, and for nobody else', async () => {
    const all = offers({
      one: { resources: ['a://x'] },
      two: { resources: ['a://x'] },
    });
    const both = viewOf(all);
    expect(await both.exposed('one', 'a://x')).toBe(`a://${label('one')}/x`);
    expect(await both.view.meaning('a://x')).toBeUndefined();
    expect(await both.view.meaning(`a://${label('two')}/x`)).toEqual({
      serverId: 'two',
      uri: 'a://x',
    });
    const one = viewOf(all, ['one']);
    expect(await one.exposed('one', 'a://x')).toBe('a://x');
    expect(await one.view.meaning('a://x')).toEqual({
      serverId: 'one',
      uri: 'a://x',
    });
  });

  it('are rewritten where the template of another server fits them', async () => {
    const { view, exposed } = viewOf(
      offers({
        one: { resources: ['a://x/1'] },
        two: { templates: ['a://x/{id}'] },
      }),
    );
    expect(await exposed('one', 'a://x/1')).toBe(`a://${label('one')}/x/1`);
    expect(await exposed('two', 'a://x/{id}', true)).toBe('a://x/{id}');
    expect(await view.meaning('a://x/1')).toMatchObject({ serverId: 'two' });
  });

  it('are rewritten, as templates, where another may stand for the same', async () => {
    const { view, exposed } = viewOf(
      offers({
        one: { templates: ['a://x/{id}'] },
        two: { templates: ['{+all}'] },
      }),
    );
    expect(await exposed('one', 'a://x/{id}', true)).toBe(
      `a://${label('one')}/x/{id}`,
    );
    expect(await view.meaning('a://x/7')).toBeUndefined();
    expect(await view.meaning(`a://${label('one')}/x/7`)).toEqual({
      serverId: 'one',
      uri: 'a://x/7',
    });
  });

  it('are always rewritten where they pose as rewritten ones', async () => {
    const posing = `a://${label('one')}/x`;
    const { view, exposed } = viewOf(
      offers({ one: { resources: ['a://x'] }, two: { resources: [posing] } }),
    );
    expect(await view.meaning(posing)).toMatchObject({ serverId: 'one' });
    const rewritten = await exposed('two', posing);
    expect(await view.meaning(rewritten)).toEqual({
      serverId: 'two',
      uri: posing,
    });
  });

  it('lead back to where they come from, and never to another server', async () => {
    const uri = fc.constantFrom(
      ...['a://x', 'a://x/1', 'a://x/1/2', 'b:opaque', 'plain', 'A://x'],
      ...SERVERS.map(name => `a://${label(name)}/x`),
      `mcp://${label('one')}.bare/plain`,
    );
    const template = fc.constantFrom(
      ...['a://x/{id}', 'a://{host}/1', '{+all}', 'b:{x}', 'a://x{/path}'],
      `a://${label('two')}/{id}`,
    );
    const offered = fc.record({
      resources: fc.uniqueArray(uri),
      templates: fc.uniqueArray(template),
    });
    const world = fc.record({
      of: fc.record({ one: offered, two: offered, three: offered }),
      visible: fc.subarray(SERVERS),
      asked: uri,
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ of, visible, asked }) => {
        const all = offers(of);
        const { view, exposed } = viewOf(all, visible);
        for (const name of visible) {
          for (const each of of[name as 'one'].resources) {
            expect(await view.meaning(await exposed(name, each))).toMatchObject(
              { serverId: name, uri: each },
            );
          }
          for (const each of of[name as 'one'].templates) {
            const said = await exposed(name, each, true);
            expect(await view.meaningOfTemplate(said)).toMatchObject({
              serverId: name,
              uri: each,
            });
          }
          // Whatever a server links to leads to that server, or to nothing.
          const meant = await view.meaning(await exposed(name, asked));
          expect([undefined, name]).toContain(meant?.serverId);
        }
      }),
      { numRuns: 200 },
    );
  });
});
