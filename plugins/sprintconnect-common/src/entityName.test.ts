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

it('keeps the servers of two organisations apart', () => {
  const server = { name: 'weather', environment: 'production' };
  const ids = ['default', 'acme', 'emea~acme', 'emea-acme', 'a.b'];
  const names = ids.map(orgId => toEntityName({ ...server, orgId }));
  expect(names.slice(0, 2)).toEqual([
    'weather-production',
    'acme.weather-production',
  ]);
  expect(toEntityName(server)).toBe(names[0]);
  expect(new Set(names).size).toBe(ids.length);
  for (const name of names) {
    expect(name).toMatch(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/);
  }
});
