import type { Organisations } from '../ports';

/** Every organisation is there, but for those that a test puts into `absent`. */
export function testOrganisations(): Organisations & { absent: Set<string> } {
  const absent = new Set<string>();
  return {
    absent,
    gone: async orgIds => new Set(orgIds.filter(id => absent.has(id))),
  };
}
