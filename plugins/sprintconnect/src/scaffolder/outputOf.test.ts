import { outputOf } from './outputOf';

describe('outputOf', () => {
  it.each([
    ['no output', undefined, undefined],
    ['that of another task', { links: [], text: [] }, undefined],
    ['a server', { serverId: 'one' }, { serverId: 'one' }],
    [
      'a server and its entity',
      { serverId: 'one', entityRef: 'api:default/weather' },
      { serverId: 'one' },
    ],
    [
      'an entity',
      { entityRef: 'API:Weather' },
      { entityRef: 'api:default/weather' },
    ],
    [
      'an entity of no kind',
      { entityRef: 'weather' },
      { entityRef: 'api:default/weather' },
    ],
    ['no reference', { entityRef: ':/' }, undefined],
    ['no texts', { serverId: 3, entityRef: {} }, undefined],
    ['an empty id', { serverId: '' }, undefined],
  ])('reads %s', (_, output, read) => {
    expect(outputOf(output)).toEqual(read);
  });
});
