import { toEntityName } from './entityName';

/** What Backstage accepts as metadata.name. */
const VALID = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

describe('toEntityName', () => {
  it.each([
    ['weather', 'production', 'weather-production'],
    ['my_tools-2', 'development', 'my_tools-2-development'],
    ['Weather', 'production', 'Weather-production-1d8c8409'],
    ['a', 'b-c', 'a-b-c-a421ac31'],
    ['_hidden-', 'staging', 'hidden--staging-da9f6da7'],
    ['___', 'production', 'production-4e264ca6'],
    ['n'.repeat(100), 'production', `${'n'.repeat(54)}-0eb496ff`],
  ])('names %s in %s', (name, environment, expected) => {
    expect(toEntityName({ name, environment })).toBe(expected);
  });

  it('always gives a name that the catalog accepts', () => {
    const names = [
      'a',
      '-',
      '_',
      '-_-',
      'A-',
      'x'.repeat(100),
      '_'.repeat(100),
    ];
    const environments = ['p', 'pre-prod', 'e-', `e${'-'.repeat(62)}`];
    for (const name of names) {
      for (const environment of environments) {
        const entityName = toEntityName({ name, environment });
        expect(entityName).toMatch(VALID);
        expect(entityName.length).toBeLessThanOrEqual(63);
      }
    }
  });

  it('keeps servers apart that would meet in one name', () => {
    const meeting = [
      { name: 'a-b', environment: 'c' },
      { name: 'a', environment: 'b-c' },
      { name: 'A-b', environment: 'c' },
      { name: '-a-b', environment: 'c' },
      { name: `${'n'.repeat(99)}1`, environment: 'c' },
      { name: `${'n'.repeat(99)}2`, environment: 'c' },
    ];
    const names = meeting.map(each => toEntityName(each).toLowerCase());
    expect(new Set(names).size).toBe(meeting.length);
  });
});
