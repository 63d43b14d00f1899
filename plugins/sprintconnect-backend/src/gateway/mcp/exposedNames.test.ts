import * as fc from 'fast-check';
import {
  exposedNames,
  foldedName,
  NAME_LENGTH_MAX,
  type NamedOffer,
} from './exposedNames';

const offer = (
  server: string,
  name: string,
  environment = 'production',
): NamedOffer => ({
  id: JSON.stringify([environment, server, name]),
  server: { environment, name: server },
  name,
});
const namesOf = (...offers: NamedOffer[]) => [...exposedNames(offers).values()];

describe('names where all servers stand in one list', () => {
  it.each([
    ['weather', 'get_forecast', 'weather__get_forecast'],
    ['get-catalog-entity', 'x', 'get-catalog-entity__x'],
    ['a__b', 'c', 'a__b__c'],
    ['nameless', '', 'nameless__'],
  ])('are %s and %s, where that fits', (server, name, exposed) => {
    expect(namesOf(offer(server, name))).toEqual([exposed]);
  });

  it.each([
    ['too long', 'a'.repeat(60)],
    ['paths', '../../etc/passwd'],
    ['homoglyphs', 'gеt_forecast'],
    ['dots and slashes', 'files.read/all'],
    ['beyond the first plane', '𝒢𝑒𝓉'],
  ])('carry a hash where they are %s', (_, name) => {
    const [exposed] = namesOf(offer('weather', name));
    expect(exposed).toMatch(/^[\w-]{1,37}_[0-9a-f]{8}$/);
  });

  it('give what looks like a part of objects no power over them', () => {
    const names = exposedNames([
      offer('__proto__', '__proto__'),
      offer('s', 'constructor'),
    ]);
    expect([...names.values()]).toEqual([
      '__proto______proto__',
      's__constructor',
    ]);
  });

  it.each([
    ['of two environments', offer('w', 'x'), offer('w', 'x', 'staging')],
    ['where the border is unclear', offer('a', 'b__c'), offer('a__b', 'c')],
    ['but for their case', offer('w', 'Get'), offer('w', 'get')],
    ['but for their dashes', offer('w', 'a-b'), offer('w', 'a_b')],
  ])('carry a hash each that are equal %s', (_, one, other) => {
    const names = namesOf(one, other);
    expect(new Set(names.map(foldedName)).size).toBe(2);
    for (const each of names) expect(each).toMatch(/_[0-9a-f]{8}$/);
    expect(namesOf(other, one).reverse()).toEqual(names);
  });

  it('let nobody take the name that another has by its hash', () => {
    const long = offer('weather', 'x'.repeat(60));
    const [taken] = namesOf(long);
    const thief = offer('weather', taken.slice('weather__'.length));
    expect(namesOf(thief)).toEqual([taken]);
    const both = exposedNames([long, thief]);
    expect(both.get(long.id)).toMatch(/_[0-9a-f]{16}$/);
    expect(both.get(thief.id)).toMatch(/_[0-9a-f]{8}$/);
  });

  it('give no name rather than one that means two things', () => {
    const twice = offer('w', 'x');
    const names = exposedNames([twice, { ...twice, id: 'again' }]);
    expect(names.size).toBe(0);
  });

  const someOffers = fc.uniqueArray(
    fc
      .tuple(
        fc.constantFrom('a', 'a_', 'a-', 'b__a', 'A', 'w'.repeat(50)),
        fc.oneof(
          fc.constantFrom('x', 'X', '_x', '__x', 'a__x', '', '__proto__'),
          fc.string({ maxLength: 60, unit: 'binary' }),
        ),
        fc.constantFrom('production', 'staging'),
      )
      .map(([server, name, environment]) => offer(server, name, environment)),
    { selector: ({ id }) => id, maxLength: 30 },
  );

  it('fit everywhere, and mean one thing each', () => {
    fc.assert(
      fc.property(someOffers, offers => {
        const names = exposedNames(offers);
        const all = [...names.values()];
        expect(names.size).toBe(offers.length);
        expect(new Set(all.map(foldedName)).size).toBe(all.length);
        for (const each of all) {
          expect(each).toMatch(/^[a-zA-Z0-9_-]+$/);
          expect(each.length).toBeLessThanOrEqual(NAME_LENGTH_MAX);
        }
      }),
    );
  });

  it('stay as they are while what is not equal comes and goes', () => {
    fc.assert(
      fc.property(someOffers, offers => {
        const before = exposedNames(offers);
        const others = [
          offer('unrelated', 'tool'),
          offer('zz', 'z'.repeat(70)),
        ];
        const after = exposedNames([...others, ...offers].reverse());
        for (const { id } of offers) expect(after.get(id)).toBe(before.get(id));
      }),
    );
  });
});
