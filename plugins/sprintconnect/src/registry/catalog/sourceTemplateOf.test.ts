import { sourceTemplateOf } from './sourceTemplateOf';

const entity = (template?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'API',
  metadata: {
    name: 'weather',
    annotations: template
      ? { 'backstage.io/source-template': template }
      : undefined,
  },
});

describe('sourceTemplateOf', () => {
  it.each([
    ['template:default/mcp-server-go', 'template:default/mcp-server-go'],
    ['mcp-server-go', 'template:default/mcp-server-go'],
    ['Template:Ours/Server', 'template:ours/server'],
    ['', undefined],
    [':default/mcp-server-go', undefined],
    ['template:default/', undefined],
    [undefined, undefined],
  ])('reads %s as %s', (said, ref) => {
    expect(sourceTemplateOf(entity(said))).toBe(ref);
  });

  it('says nothing of what is no entity', () => {
    expect(sourceTemplateOf(undefined)).toBeUndefined();
  });
});
