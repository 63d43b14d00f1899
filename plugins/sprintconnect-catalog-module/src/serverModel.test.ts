import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import aiModelModule from '@backstage/plugin-catalog-backend-module-ai-model';
import request from 'supertest';
import { aServer } from './__testUtils__/aServer';
import ourModule from './index';
import { toEntity } from './toEntity';

const provided = toEntity(
  aServer({
    remotes: [
      {
        type: 'streamable-http',
        url: 'https://weather.example/mcp',
        headers: { A: 'b' },
      },
      { type: 'stdio', url: 'weather' },
    ],
  }),
  { defaultOwner: 'group:default/unknown' },
);

function variant(
  spec: Record<string, unknown>,
  annotations?: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name: 'a-server', annotations },
    spec: {
      type: 'mcp-server',
      lifecycle: 'production',
      owner: 'platform',
      ...spec,
    } as Entity['spec'],
  };
}

const remotes = [{ type: 'sse', url: 'https://a.example' }];
const ours = {
  'sprintconnect.io/environment': 'staging',
  'sprintconnect.io/credential': 'token',
  'sprintconnect.io/credential-ref': 'token',
  'sprintconnect.io/discovery-interval': 'PT5M',
  'sprintconnect.io/probe-interval': 'PT30S',
  'sprintconnect.io/manifest-location': 'https://a.example/manifest',
};
const entities: Record<string, Entity> = {
  'what our provider emits': provided,
  'remotes only': variant({ remotes }),
  'remotes with our annotations': variant({ remotes }, ours),
  'definition only': variant({ definition: '{}' }),
  'definition and no remotes': variant({ definition: '{}', remotes: [] }),
  'an empty environment': variant(
    { remotes, definition: '{}' },
    { 'sprintconnect.io/environment': '' },
  ),
  'a remote without a url': variant({
    definition: '{}',
    remotes: [{ type: 'sse' }],
  }),
};

/** Which entities a catalog with these modules accepts. */
async function accepted(modules: (typeof aiModelModule)[]): Promise<string[]> {
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      ...modules,
      mockServices.rootConfig.factory({
        data: { backend: { baseUrl: 'http://127.0.0.1:1' } },
      }),
    ],
  });
  const valid: string[] = [];
  for (const [name, entity] of Object.entries(entities)) {
    const { status, body } = await request(backend.server)
      .post('/api/catalog/validate-entity')
      .send({ entity, location: 'url:https://git.example/catalog-info.yaml' });
    expect([name, status, body.errors]).toEqual([
      name,
      status === 200 ? 200 : 400,
      status === 200 ? undefined : expect.anything(),
    ]);
    if (status === 200) valid.push(name);
  }
  await backend.stop();
  return valid;
}

describe('the model of mcp-server entities', () => {
  it('is Backstage alone: wants a definition and knows no remotes', async () => {
    expect(await accepted([])).toEqual([
      'what our provider emits',
      'definition only',
      'definition and no remotes',
      'an empty environment',
      'a remote without a url',
    ]);
  });

  it('is the ai-model module alone: wants remotes', async () => {
    expect(await accepted([aiModelModule])).toEqual([
      'what our provider emits',
      'remotes only',
      'remotes with our annotations',
      'an empty environment',
    ]);
  });

  it('is ours alone: takes all that was valid before, and remotes', async () => {
    expect(await accepted([ourModule])).toEqual([
      'what our provider emits',
      'remotes only',
      'remotes with our annotations',
      'definition only',
      'definition and no remotes',
    ]);
  });

  it.each([
    ['before', [ourModule, aiModelModule]],
    ['after', [aiModelModule, ourModule]],
  ])(
    'is ours %s the ai-model module: leaves its rules as they are',
    async (_, modules) => {
      expect(await accepted(modules)).toEqual([
        'what our provider emits',
        'remotes only',
        'remotes with our annotations',
      ]);
    },
  );
});
