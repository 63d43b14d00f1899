import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type { CatalogProcessorCache } from '@backstage/plugin-catalog-node';
import { EntityFaultProcessor } from './EntityFaultProcessor';
import { EntityVerdicts } from './EntityVerdicts';

/** The cache that the catalog keeps for one entity from one processing to the next. */
function cacheOf(kept = new Map<string, unknown>()) {
  const cache: CatalogProcessorCache = {
    get: async key => kept.get(key) as never,
    set: async (key, value) => {
      kept.set(key, value);
    },
  };
  return { cache, kept };
}

/** A process that processes entities, and whose clock stands at `now`. */
function processOf(now = 0) {
  const clock = { now };
  const verdicts = new EntityVerdicts({ now: () => clock.now });
  const processor = new EntityFaultProcessor({
    defaultEnvironment: 'development',
    verdicts,
  });
  const location = { type: 'url', target: 'https://a.example/a.yaml' };
  return {
    clock,
    verdicts,
    process: (entity: AlphaEntity, cache = cacheOf().cache) =>
      processor.postProcessEntity(entity, location, () => {}, cache),
  };
}

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
    const { cache, kept } = cacheOf();
    const { verdicts, process } = processOf();
    verdicts.accept('api:default/weather');
    expect(await process(entity, cache)).toBe(entity);
    expect(kept.size).toBe(0);
  });

  it('says what could not be used, and what cannot be a server, beside what others say', async () => {
    const other = { type: 'other', level: 'info' as const, message: 'Hello' };
    const { process } = processOf();
    const partly = await process({
      ...entityOf({ annotations: { 'sprintconnect.io/probe-interval': 'x' } }),
      status: { items: [other] },
    });
    expect(partly.status?.items).toEqual([
      other,
      expect.objectContaining({
        level: 'error',
        message: expect.stringContaining(
          'couldn\'t use all of this entity: metadata.annotations["sprintconnect.io/probe-interval"] isn\'t an ISO 8601 duration',
        ),
        error: expect.objectContaining({ name: 'InputError' }),
      }),
    ]);
    const not = await process(entityOf({ spec: { remotes: [] } }));
    expect(not.status?.items).toEqual([
      expect.objectContaining({
        level: 'error',
        message: expect.stringContaining("can't use this entity: spec"),
      }),
    ]);
  });

  it('says why the registry refused the entity, also after a restart and in other processes, until it is accepted', async () => {
    const ref = 'api:default/weather';
    const { cache, kept } = cacheOf();
    const said = async ({ process }: ReturnType<typeof processOf>) => {
      const { status } = await process(entityOf({}), cache);
      return status?.items?.map(({ message }) => message);
    };
    const first = processOf(10);
    first.verdicts.refuse(ref, {
      wording: 'w',
      reasons: ['The name is taken.'],
    });
    const refused = ['SprintConnect refused this entity: The name is taken.'];
    expect(await said(first)).toEqual(refused);
    expect(await said(processOf())).toEqual(refused);

    // It asked before the other one did, so that it knows less.
    const early = processOf(5);
    early.verdicts.accept(ref);
    expect(await said(early)).toEqual(refused);

    const late = processOf(20);
    late.verdicts.accept(ref);
    expect(await said(late)).toBeUndefined();
    expect(await said(first)).toBeUndefined();
    expect([...kept.values()]).toEqual([{ at: 20, reasons: [] }]);
  });

  it('does not say what the registry refused of an entity that cannot be a server any more', async () => {
    const { verdicts, process } = processOf();
    verdicts.refuse('api:default/weather', { wording: 'w', reasons: ['No.'] });
    const { status } = await process(entityOf({ spec: { remotes: [] } }));
    expect(status?.items?.map(({ error }) => error?.code)).toEqual([
      'SPRINTCONNECT_UNUSABLE',
    ]);
  });
});
