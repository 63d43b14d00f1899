import { organisationIdOf } from './organisationIdOf';

describe('ids of organisations', () => {
  it('differ for groups that differ', () => {
    const long = 'n'.repeat(63);
    const groups = [
      { namespace: 'default', name: 'a.b' },
      { namespace: 'a', name: 'b' },
      { namespace: 'default', name: 'a-b' },
      { namespace: 'default', name: long },
      { namespace: long, name: long },
      { namespace: long, name: long.slice(1) },
    ];
    const ids = groups.map(organisationIdOf);
    expect(new Set(ids).size).toBe(groups.length);
    expect(ids.every(id => id.length <= 64)).toBe(true);
    expect(organisationIdOf({ namespace: 'Default', name: 'ACME' })).toBe(
      'acme',
    );
  });
});
