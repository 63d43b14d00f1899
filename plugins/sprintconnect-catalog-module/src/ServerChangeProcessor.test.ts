import type { Entity } from '@backstage/catalog-model';
import { ServerChangeProcessor } from './ServerChangeProcessor';

function entity(spec: Entity['spec'], annotations?: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name: 'a', annotations },
    spec,
  };
}
const server = { type: 'mcp-server', owner: 'a' };

describe('ServerChangeProcessor', () => {
  it('notices a new or changed mcp-server entity, once, and passes it on as it is', async () => {
    const notice = jest.fn();
    const processor = new ServerChangeProcessor(notice);
    const first = entity(server);
    expect(await processor.postProcessEntity(first)).toBe(first);
    await processor.postProcessEntity(entity(server));
    expect(notice).toHaveBeenCalledTimes(1);
    await processor.postProcessEntity(entity({ ...server, owner: 'b' }));
    expect(notice).toHaveBeenCalledTimes(2);
  });

  it.each([
    [
      'spec.remotes',
      {
        remotes: [
          { type: 'sse', url: 'https://a.example/sse' },
          { type: 'sse', url: 'https://a.example/sse?apiKey=hush-4711' },
        ],
      },
      'spec.remotes[1].url can\'t contain a secret in its query; remove the parameter "apiKey"',
    ],
    [
      'a definition beside remotes',
      {
        remotes: [{ type: 'sse', url: 'https://a.example/sse' }],
        definition: JSON.stringify({
          remotes: [{ type: 'sse', url: 'https://me:hush-4711@a.example/' }],
        }),
      },
      "spec.definition.remotes[0].url can't contain credentials",
    ],
  ])('refuses a secret in %s without repeating it', async (_, spec, words) => {
    const notice = jest.fn();
    const processor = new ServerChangeProcessor(notice);
    const refused = processor.postProcessEntity(entity({ ...server, ...spec }));
    const { message } = await refused.then(
      () => new Error('was taken'),
      error => error as Error,
    );
    expect(message).toContain(words);
    expect(message).not.toContain('4711');
    expect(notice).not.toHaveBeenCalled();
  });

  it('takes a variable for what it is', async () => {
    const notice = jest.fn();
    const url = 'https://a.example/sse?api_key={key}';
    const remotes = [{ type: 'sse', url }];
    await new ServerChangeProcessor(notice).postProcessEntity(
      entity({ ...server, remotes }),
    );
    expect(notice).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['an API of another type', entity({ type: 'openapi' })],
    ['another kind', { ...entity(server), kind: 'Component' }],
    [
      'what our own provider emitted',
      entity(server, {
        'backstage.io/managed-by-origin-location': 'sprintconnect:1',
      }),
    ],
    ['an orphan', entity(server, { 'backstage.io/orphan': 'true' })],
  ])('does not care for %s', async (_, other) => {
    const notice = jest.fn();
    await new ServerChangeProcessor(notice).postProcessEntity(other);
    expect(notice).not.toHaveBeenCalled();
  });
});
