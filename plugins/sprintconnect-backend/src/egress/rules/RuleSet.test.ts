import { AddressRange } from '../addresses/AddressRange';
import { aRule } from './__testUtils__/aRule';
import type { EgressRuleRecord } from './EgressRuleRecord';
import { RuleSet } from './RuleSet';

const PRIVATE = ['10.20.0.0/16', 'fd00::/8'].map(AddressRange.of);
const setOf = (...rules: Partial<EgressRuleRecord>[]) =>
  new RuleSet(rules.map(aRule), PRIVATE);
const at = (host: string, port = 443, address = '8.8.8.8') => ({
  host,
  port,
  address,
});

describe('rules to deny', () => {
  it.each<[string, Partial<EgressRuleRecord>, ReturnType<typeof at>, boolean]>([
    ['a host', { host: 'a.example' }, at('a.example'), true],
    ['in capitals', { host: 'a.example' }, at('A.EXAMPLE'), true],
    ['with a dot', { host: 'a.example' }, at('a.example.'), true],
    ['no other host', { host: 'a.example' }, at('b.example'), false],
    [
      'a port',
      { host: 'a.example', ports: [8443] },
      at('a.example', 8443),
      true,
    ],
    [
      'no other port',
      { host: 'a.example', ports: [8443] },
      at('a.example'),
      false,
    ],
    ['those below', { host: '*.a.example' }, at('x.y.a.example'), true],
    ['a range', { range: '8.8.8.0/24' }, at('a.example'), true],
    ['no other range', { range: '8.8.4.0/24' }, at('a.example'), false],
    [
      'a range of one host only',
      { host: 'b.example', range: '8.8.8.0/24' },
      at('a.example'),
      false,
    ],
    ['everything', {}, at('10.0.0.1', 80, '10.0.0.1'), true],
    [
      'no address that looks like a name',
      { host: 'fd*' },
      at('fd00::1', 443, 'fd00::1'),
      false,
    ],
  ])('close %s', (...[, words, destination, expected]) => {
    const set = setOf({ action: 'deny', ...words });
    expect(set.denying(destination) !== undefined).toBe(expected);
    expect(set.allowing({ ...destination, isPublic: true })).toBeUndefined();
  });

  it('with a range say nothing before the address is known', () => {
    const set = setOf(
      { action: 'deny', range: '8.8.8.0/24' },
      { action: 'deny', host: 'b.example' },
    );
    expect(set.denying({ host: 'a.example', port: 443 })).toBeUndefined();
    expect(set.denying({ host: 'b.example', port: 443 })).toBeDefined();
  });
});

describe('rules to allow', () => {
  const allows = (
    words: Partial<EgressRuleRecord>,
    destination: ReturnType<typeof at>,
    isPublic: boolean,
  ) => setOf(words).allowing({ ...destination, isPublic }) !== undefined;

  it('open what is public, and nothing private without a range', () => {
    expect(allows({ host: 'a.example' }, at('a.example'), true)).toBe(true);
    const inside = at('a.example', 443, '10.20.0.1');
    expect(allows({ host: 'a.example' }, inside, false)).toBe(false);
    expect(
      allows({ host: 'a.example', range: '10.20.0.0/24' }, inside, false),
    ).toBe(true);
    expect(
      allows({ host: 'a.example', range: '10.20.1.0/24' }, inside, false),
    ).toBe(false);
    expect(
      allows({ host: 'b.example', range: '10.20.0.0/24' }, inside, false),
    ).toBe(false);
  });

  it('with a range open nothing public beside it', () => {
    const words = { host: 'a.example', range: '8.8.4.0/24' };
    expect(allows(words, at('a.example'), true)).toBe(false);
    expect(allows(words, at('a.example', 443, '8.8.4.4'), true)).toBe(true);
  });

  it('open nothing private that the configuration does not name, however they were written', () => {
    for (const range of ['10.0.0.0/8', '10.99.0.0/16', '0.0.0.0/0']) {
      const outside = at('a.example', 443, '10.99.0.1');
      expect(allows({ range }, outside, false)).toBe(false);
    }
    expect(
      allows({ range: '10.0.0.0/8' }, at('a.example', 443, '10.20.0.1'), false),
    ).toBe(true);
    expect(
      allows({ range: 'fd00::/8' }, at('a.example', 443, 'fd12::1'), false),
    ).toBe(true);
    expect(allows({ range: 'fd00::/8' }, at('a', 443, 'no'), false)).toBe(
      false,
    );
  });

  it('may be about a name whose address is not known', () => {
    const set = setOf(
      { host: 'a.example', range: '10.20.0.0/24', ports: [443] },
      { host: '*.b.example' },
    );
    const may = (host: string, port = 443) => set.mayAllow({ host, port });
    expect(may('a.example')).toBe(true);
    expect(may('a.example', 80)).toBe(false);
    expect(may('x.b.example')).toBe(true);
    expect(may('b.example')).toBe(false);
  });
});

it('finds one rule among a thousand', () => {
  const rules = Array.from({ length: 1_000 }, (_, index) => ({
    host: `*.team-${index}.example`,
  }));
  const set = setOf(...rules);
  const found = set.allowing({ ...at('mcp.team-777.example'), isPublic: true });
  expect(found?.host).toBe('*.team-777.example');
  expect(
    set.allowing({ ...at('team-1000.example'), isPublic: true }),
  ).toBeUndefined();
});
