import { fakeCatalog } from '../administration/__testUtils__/fakeCatalog';
import { nearestOrganisation } from './nearestOrganisation';

describe('the way up', () => {
  it('ends', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `group:default/g${index}`,
        { up: [`group:default/g${index + 1}`] },
      ]),
    );
    const deep = fakeCatalog(chain);
    expect(await nearestOrganisation(deep, 'group:default/g0')).toEqual({
      none: 'too-far',
    });
    expect(deep.asked()).toBeLessThan(15);
    const wide = fakeCatalog({
      'user:default/all': {
        up: Array.from(
          { length: 2_000 },
          (_, index) => `group:default/${index}`,
        ),
      },
    });
    expect(await nearestOrganisation(wide, 'user:default/all')).toEqual({
      none: 'too-far',
    });
  });

  it('does not lead through what only looks like a group', async () => {
    const catalog = fakeCatalog({
      'user:default/eve': { up: ['component:default/x'] },
      'component:default/x': {
        type: 'organization',
        up: ['group:default/acme'],
      },
      'group:default/acme': { type: 'organization' },
    });
    expect(await nearestOrganisation(catalog, 'user:default/eve')).toEqual({
      none: 'no-group',
    });
  });
});
