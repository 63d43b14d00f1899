import fc from 'fast-check';
import type { Judged } from '../../ports';
import { fits } from './fits';
import { ownerSpellings } from './ownerSpellings';
import { capabilityRules, serverRules } from './permissionRules';

const thing: Judged = {
  server: {
    owner: 'Platform',
    tags: ['public', 'weather'],
    environment: 'staging',
    lifecycle: 'production',
    status: 'active',
  },
  capability: { kind: 'tool', name: 'create_issue' },
};
const rule = (name: string) => {
  const found = capabilityRules.find(each => each.name === name);
  if (!found) throw new Error(`no rule ${name}`);
  return (params: object, capability: object = {}) =>
    found.apply(
      {
        server: thing.server as never,
        capability: { ...thing.capability, ...capability } as never,
      },
      params as never,
    );
};

describe('the rules', () => {
  it('have the names of the contract', () => {
    const names = (rules: { name: string }[]) => rules.map(each => each.name);
    expect(names(serverRules)).toEqual([
      'IS_OWNER',
      'HAS_TAG',
      'IN_ENVIRONMENT',
      'HAS_LIFECYCLE',
      'HAS_STATUS',
    ]);
    expect(names(capabilityRules)).toEqual([
      ...names(serverRules),
      'CAPABILITY_NAME',
      'CAPABILITY_KIND',
      'IS_READ_ONLY',
      'IS_DESTRUCTIVE',
    ]);
  });

  it('ask for one trait each', () => {
    expect(rule('HAS_TAG')({ tag: 'weather' })).toBe(true);
    expect(rule('HAS_TAG')({ tag: 'weath' })).toBe(false);
    expect(rule('IN_ENVIRONMENT')({ environments: ['staging'] })).toBe(true);
    expect(rule('IN_ENVIRONMENT')({ environments: ['production'] })).toBe(
      false,
    );
    expect(rule('HAS_LIFECYCLE')({ lifecycles: ['production'] })).toBe(true);
    expect(rule('HAS_STATUS')({ statuses: ['retired'] })).toBe(false);
    expect(rule('CAPABILITY_KIND')({ kinds: ['tool', 'prompt'] })).toBe(true);
    expect(rule('CAPABILITY_KIND')({ kinds: ['prompt'] })).toBe(false);
  });

  it('refuse parameters that they cannot read', () => {
    expect(() => rule('IN_ENVIRONMENT')({ environments: 'staging' })).toThrow();
    expect(() => rule('HAS_TAG')({})).toThrow();
  });

  it('know an owner by every spelling, and nobody else', () => {
    const owns = (owner: string | undefined, claims: string[]) =>
      serverRules[0].apply({ ...thing.server, owner } as never, { claims });
    const claims = ['group:default/platform', 'user:default/ada'];
    for (const spelling of [
      'group:default/platform',
      'Group:default/Platform',
      'group:platform',
      'default/platform',
      'platform',
      'user:ada',
    ]) {
      expect([spelling, owns(spelling, claims)]).toEqual([spelling, true]);
    }
    for (const other of ['ada', 'other/platform', 'user:platform', undefined]) {
      expect([other, owns(other, claims)]).toEqual([other, false]);
    }
    expect(owns('platform', [])).toBe(false);
    expect(ownerSpellings('group:ops/a')).toEqual(['group:ops/a', 'ops/a']);
  });

  it('believe the hints of tools, and that all else only answers', () => {
    const readOnly = (capability: object) =>
      rule('IS_READ_ONLY')({}, capability);
    const destructive = (capability: object) =>
      rule('IS_DESTRUCTIVE')({}, capability);
    const silent = {};
    const reads = { annotations: { readOnlyHint: true } };
    const adds = { annotations: { destructiveHint: false } };
    const lies = { annotations: { readOnlyHint: 'true' } };
    expect([silent, reads, adds, lies].map(readOnly)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect([silent, reads, adds, lies].map(destructive)).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(readOnly({ kind: 'prompt' })).toBe(true);
    expect(destructive({ kind: 'resource' })).toBe(false);
  });

  it('read patterns as a regular expression would', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.') });
    fc.assert(
      fc.property(words, words, (name, pattern) => {
        const expression = pattern
          .split('*')
          .map(part => part.replaceAll('.', '\\.'))
          .join('.*');
        expect(
          pattern === '' || rule('CAPABILITY_NAME')({ pattern }, { name }),
        ).toBe(pattern === '' || new RegExp(`^${expression}$`).test(name));
      }),
    );
  });

  it('take a pattern that would hold a regular expression up', () => {
    const pattern = '*a'.repeat(200);
    expect(
      rule('CAPABILITY_NAME')({ pattern }, { name: 'a'.repeat(150) }),
    ).toBe(false);
  });

  it('combine', () => {
    const staging = { trait: 'environment', anyOf: ['staging'] } as const;
    const retired = { trait: 'status', anyOf: ['retired'] } as const;
    expect(fits({ allOf: [] }, thing)).toBe(true);
    expect(fits({ anyOf: [] }, thing)).toBe(false);
    expect(fits({ allOf: [staging, { not: retired }] }, thing)).toBe(true);
    expect(fits({ anyOf: [retired, { not: staging }] }, thing)).toBe(false);
    const { capability: _none, ...server } = thing;
    expect(fits({ trait: 'read-only' }, server)).toBe(false);
    expect(fits({ trait: 'kind', anyOf: ['tool'] }, server)).toBe(false);
  });
});
