import { parse, parseAllDocuments } from 'yaml';
import { CATALOG_INFO } from './__testUtils__/aProject';
import { withRealUrl } from './withRealUrl';

const URL = 'http://127.0.0.1:7111/mcp';

describe('withRealUrl', () => {
  it('turns the remotes and the definition, and nothing else', () => {
    const before = parse(CATALOG_INFO);
    const text = withRealUrl(CATALOG_INFO, URL);
    const { spec, ...entity } = parse(text);
    expect({ ...entity, spec: { ...spec, remotes: 0, definition: 0 } }).toEqual(
      { ...before, spec: { ...before.spec, remotes: 0, definition: 0 } },
    );
    expect(spec.remotes).toEqual([{ type: 'streamable-http', url: URL }]);
    expect(JSON.parse(spec.definition)).toEqual({
      name: 'io.github.acme/weather',
      remotes: [{ type: 'streamable-http', url: URL }],
    });
    expect(text).toContain('# Made by a template.');
  });

  it('leaves other entities of the file as they are', () => {
    const component = 'kind: Component\nspec:\n  type: service\n';
    const text = withRealUrl(`${component}---\n${CATALOG_INFO}`, URL);
    const [first, second] = parseAllDocuments(text).map(each => each.toJS());
    expect(first).toEqual({ kind: 'Component', spec: { type: 'service' } });
    expect(second.spec.remotes[0].url).toBe(URL);
  });

  it.each([
    ['is no YAML', 'a: [\nb: }'],
    ['is empty', ''],
    ['has no remotes', 'spec:\n  type: mcp-server\n'],
    [
      'has a definition that is no JSON',
      'spec:\n  type: mcp-server\n  definition: weather\n',
    ],
    [
      'has a remote on stdio',
      'spec:\n  type: mcp-server\n  remotes:\n    - type: stdio\n      url: memory\n',
    ],
  ])('leaves a file as it is that %s', (_, text) => {
    expect(withRealUrl(text, URL)).toBe(text);
  });
});
