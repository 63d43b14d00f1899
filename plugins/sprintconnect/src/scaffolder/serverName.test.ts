import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { Problem } from '@sprintconnect/plugin-sprintconnect-common';
import { idOf } from '../../dev/moments';
import { weather } from '../../dev/fixtures';
import { createMockApi } from '../../dev/mockApi';
import type { MockWorld } from '../../dev/mockWorld';
import { askForName, isServerName, questionOf } from './serverName';

describe('isServerName', () => {
  it.each(['a', 'weather', 'weather-2', 'a1-b2', 'a'.repeat(50)])(
    'accepts %s',
    name => expect(isServerName(name)).toBe(true),
  );

  it.each([
    '',
    'Weather',
    '2weather',
    '-weather',
    'weather-',
    'weather--2',
    'weather_2',
    'weather 2',
    'wetter-für-alle',
    'a'.repeat(51),
  ])('refuses "%s"', name => expect(isServerName(name)).toBe(false));
});

describe('questionOf', () => {
  const formData = { environment: 'production', where: 'staging', no: 3 };

  it.each([
    [undefined, 'production'],
    [{ environmentField: 'where' }, 'staging'],
  ])('with %p asks of the environment %s', (options, environment) => {
    expect(questionOf({ name: 'weather', formData, options })).toEqual({
      name: 'weather',
      environment,
      catalogEntity: false,
    });
  });

  it('asks of the catalog where the template writes an entity', () => {
    const options = { catalogEntity: true };
    expect(questionOf({ name: 'weather', formData, options })).toMatchObject({
      catalogEntity: true,
    });
  });

  it.each([
    [undefined, 'empty'],
    ['', 'empty'],
    ['Weather', 'invalid'],
  ])('asks nothing of %s', (name, state) => {
    expect(questionOf({ name, formData })).toBe(state);
  });

  it.each(['missing', 'no'])('needs an environment and not "%s"', field => {
    const options = { environmentField: field };
    expect(questionOf({ name: 'weather', formData, options })).toBe(
      'no-environment',
    );
  });
});

describe('askForName', () => {
  const { name, environment } = weather;
  const question = { name, environment, catalogEntity: false };
  const catalog = catalogApiMock({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'API',
        metadata: { name: 'billing-api', namespace: 'default' },
      },
    ],
  });

  it('finds who has the name in the environment', async () => {
    const { client } = createMockApi({ servers: [weather] });
    expect(await askForName(question, { client })).toMatchObject({
      state: 'taken',
      server: { id: weather.id },
    });
  });

  it.each([
    ['another environment', { environment: 'staging' }],
    ['another name', { name: 'weather-2' }],
  ])('finds it free for %s', async (_, other) => {
    const { client } = createMockApi({ servers: [weather] });
    expect(await askForName({ ...question, ...other }, { client })).toEqual({
      state: 'free',
    });
  });

  it('finds free what a retired server had', async () => {
    const { client } = createMockApi({
      servers: [{ ...weather, status: 'retired' }],
    });
    expect(await askForName(question, { client })).toEqual({ state: 'free' });
  });

  const answers = (refusal: Partial<Problem>): Partial<MockWorld> => ({
    refusals: new Map([
      ['GET /v1/servers/by-name/:environment/:name', refusal],
    ]),
  });

  it.each<[string, Partial<MockWorld>]>([
    ['the backend is down', { unreachable: true }],
    ['it refuses', answers({ status: 403 })],
    ['it has too much to do', answers({ status: 429 })],
    ['its database is away', answers({ status: 503 })],
    ['no backend of ours answers', answers({ status: 404, requestId: '' })],
  ])('cannot tell while %s', async (_, changes) => {
    const { client } = createMockApi(changes);
    expect(await askForName(question, { client })).toEqual({
      state: 'unknown',
    });
  });

  describe('of a template that writes an entity', () => {
    const ask = (asked: string, changes = {}, ours = catalog) =>
      askForName(
        { name: asked, environment: 'staging', catalogEntity: true },
        { client: createMockApi(changes).client, catalog: ours },
      );

    it('finds an API that has the name', async () => {
      expect(await ask('billing-api')).toEqual({
        state: 'entity-taken',
        entityRef: 'api:default/billing-api',
      });
    });

    it('tells so even where the registry cannot be asked', async () => {
      expect(await ask('billing-api', { unreachable: true })).toMatchObject({
        state: 'entity-taken',
      });
    });

    it('finds free what neither has', async () => {
      expect(await ask('nobody-has-it')).toEqual({ state: 'free' });
    });

    it('cannot tell without the catalog', async () => {
      const mute = catalogApiMock.mock({
        getEntitiesByRefs: async () => {
          throw new Error('Away');
        },
      });
      expect(await ask('nobody-has-it', {}, mute)).toEqual({
        state: 'unknown',
      });
      const { client } = createMockApi();
      expect(
        await askForName({ ...question, catalogEntity: true }, { client }),
      ).toMatchObject({ state: 'taken' });
    });
  });

  it('gives up when it is told to', async () => {
    const { client, world } = createMockApi();
    const abort = new AbortController();
    abort.abort();
    await askForName(
      { ...question, name: 'other', environment: idOf(1) },
      { client },
      abort.signal,
    );
    expect(world.requests).toHaveLength(1);
  });
});
