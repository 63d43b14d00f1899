import type { Catalog, CatalogEntity } from '../../ports';

/** What an entity is above: of users the groups they are members of, of groups their parents. */
export type Ups = Record<
  string,
  { up?: string[]; type?: string; title?: string }
>;

/** A catalog of users and groups, by their full references; `asked` counts its questions. */
export function fakeCatalog(ups: Ups): Catalog & {
  ups: Ups;
  asked: () => number;
  fail: (fails: boolean) => void;
} {
  let asked = 0;
  let fails = false;
  const entityOf = (ref: string): CatalogEntity | undefined => {
    const found = ups[ref];
    if (!found) return undefined;
    const [, kind, namespace, name] = /^(.+):(.+)\/(.+)$/.exec(ref)!;
    const type = kind === 'user' ? 'memberOf' : 'childOf';
    return {
      ref,
      kind,
      namespace,
      name,
      title: found.title,
      type: found.type,
      relations: (found.up ?? []).map(targetRef => ({ type, targetRef })),
    };
  };
  return {
    ups,
    asked: () => asked,
    fail: next => {
      fails = next;
    },
    async entitiesOf(refs) {
      asked += 1;
      if (fails) throw new Error('The catalog is down');
      return refs.map(entityOf);
    },
    async organisations() {
      asked += 1;
      if (fails) throw new Error('The catalog is down');
      return Object.keys(ups)
        .map(ref => entityOf(ref)!)
        .filter(
          ({ kind, type }) => kind === 'group' && type === 'organization',
        );
    },
  };
}

/** Two organisations, one of them in a namespace of its own, and people who are of one, of both and of none. */
export function twoOrganisations() {
  const organization = 'organization';
  return fakeCatalog({
    'user:default/ada': { up: ['group:default/tides'] },
    'group:default/tides': { up: ['group:default/marine'] },
    'group:default/marine': { up: ['group:default/acme'] },
    'group:default/acme': { type: organization, title: 'Acme Ltd.' },
    'user:default/otto': { up: ['group:emea/globex'] },
    'group:emea/globex': { type: organization },
    'user:default/bo': { up: ['group:default/acme', 'group:emea/globex'] },
    'user:default/near': { up: ['group:default/tides', 'group:emea/globex'] },
    'user:default/nomad': { up: ['group:default/a', 'group:default/lost'] },
    'group:default/a': { up: ['group:default/b'], type: 'team' },
    'group:default/b': { up: ['group:default/a'] },
  });
}
