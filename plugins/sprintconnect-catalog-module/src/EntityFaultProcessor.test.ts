import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { EntityFaultProcessor } from './EntityFaultProcessor';

const processor = new EntityFaultProcessor({
  defaultEnvironment: 'development',
});

const entityOf = (more: {
  annotations?: Record<string, string>;
  spec?: Entity['spec'];
}): AlphaEntity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'API',
  metadata: { name: 'weather', annotations: more.annotations },
  spec: {
    type: 'mcp-server',
    lifecycle: 'production',
    owner: 'team',
    remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
    ...more.spec,
  },
});

describe('EntityFaultProcessor', () => {
  it.each([
    ['is right', entityOf({})],
    ['is no server', entityOf({ spec: { type: 'openapi', remotes: [] } })],
    [
      'SprintConnect itself provides',
      entityOf({
        annotations: {
          'backstage.io/managed-by-origin-location': 'sprintconnect:registry',
          'sprintconnect.io/probe-interval': 'often',
        },
      }),
    ],
  ])('leaves an entity alone that %s', async (_what, entity) => {
    expect(await processor.postProcessEntity(entity)).toBe(entity);
  });

  it('says what could not be used, and what cannot be a server, beside what others say', async () => {
    const other = { type: 'other', level: 'info' as const, message: 'Hello' };
    const partly = await processor.postProcessEntity({
      ...entityOf({ annotations: { 'sprintconnect.io/probe-interval': 'x' } }),
      status: { items: [other] },
    });
    expect(partly.status?.items).toEqual([
      other,
      expect.objectContaining({
        level: 'error',
        message: expect.stringContaining(
          'could not use all of this entity: metadata.annotations["sprintconnect.io/probe-interval"] left out',
        ),
        error: expect.objectContaining({ name: 'InputError' }),
      }),
    ]);
    const not = await processor.postProcessEntity(
      entityOf({ spec: { remotes: [] } }),
    );
    expect(not.status?.items).toEqual([
      expect.objectContaining({
        level: 'error',
        message: expect.stringContaining('cannot watch this server: spec'),
      }),
    ]);
  });
});
