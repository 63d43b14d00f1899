import { bounds } from '../upstream';
import { boundDefinition, LEFT_OUT } from './boundDefinition';

const tool = (definition: Record<string, unknown>) =>
  boundDefinition({ kind: 'tool', definition: { name: 'a', ...definition } });
const icons = (bytes: number) => [{ src: `data:,${'x'.repeat(bytes)}` }];

describe('boundDefinition', () => {
  it('leaves a definition as it is that keeps within the bounds', () => {
    const definition = {
      name: 'a',
      title: 'A',
      description: 'x'.repeat(bounds.description.most),
      icons: icons(10_000),
      annotations: { readOnlyHint: true },
      _meta: { anything: 1 },
      inputSchema: { description: 'x'.repeat(200_000) },
    };
    expect(tool(definition)).toEqual(definition);
  });

  it.each([
    ['title', 'tool', bounds.title.most],
    ['description', 'tool', bounds.description.most],
    ['name', 'resource', bounds.title.most],
    ['name', 'resource-template', bounds.title.most],
  ] as const)('cuts the %s of a %s', (field, kind, most) => {
    const definition = { [field]: 'x'.repeat(most + 1), uri: 'a:b' };
    const bounded = boundDefinition({ kind, definition });
    expect(bounded[field]).toMatch(/^x+… \[cut: /);
    expect(Buffer.byteLength(bounded[field] as string)).toBe(most);
    expect(bounded.uri).toBe('a:b');
  });

  it('never cuts the name that identifies an item', () => {
    const name = 'x'.repeat(2_000);
    expect(tool({ name }).name).toBe(name);
  });

  it('leaves out icons, annotations and _meta, and says so', () => {
    const bounded = tool({
      icons: icons(bounds.icons.most),
      annotations: { title: 'x'.repeat(bounds.annotations.most) },
      _meta: { anything: 'x'.repeat(bounds.meta.most) },
      inputSchema: { type: 'object' },
    });
    const trace = expect.stringMatching(/^\d+ bytes, SHA-256 [0-9a-f]{32}$/);
    expect(bounded).toEqual({
      name: 'a',
      inputSchema: { type: 'object' },
      _meta: { [LEFT_OUT]: { icons: trace, annotations: trace, _meta: trace } },
    });
  });

  it('keeps a small _meta beside what it says of what was left out', () => {
    const { _meta } = tool({
      icons: icons(bounds.icons.most),
      _meta: { anything: 1 },
    });
    expect(_meta).toEqual({
      anything: 1,
      [LEFT_OUT]: { icons: expect.any(String) },
    });
  });

  it('gives another definition when what was left out changes', () => {
    const of = (last: string) =>
      tool({ icons: [...icons(bounds.icons.most), { src: last }] });
    expect(of('a')).not.toEqual(of('b'));
    expect(of('a')).toEqual(of('a'));
  });
});
