import { namesToAsk, parseResolvConf } from './parseResolvConf';

describe('parseResolvConf', () => {
  it.each([
    ['', [], 1],
    ['nameserver 192.0.2.1\n', [], 1],
    ['search a.example b.example.\n', ['a.example', 'b.example'], 1],
    ['search a.example\ndomain b.example\n', ['b.example'], 1],
    ['# search a.example\noptions rotate ndots:2 edns0\n', [], 2],
    ['options ndots:99\n; no\n', [], 15],
  ])('reads %j', (text, domains, ndots) => {
    expect(parseResolvConf(text)).toEqual({ domains, ndots });
  });
});

describe('namesToAsk', () => {
  const search = { domains: ['x', 'y'], ndots: 2 };
  it.each([
    ['a', ['a.x', 'a.y', 'a']],
    ['a.b', ['a.b.x', 'a.b.y', 'a.b']],
    ['a.b.c', ['a.b.c', 'a.b.c.x', 'a.b.c.y']],
    ['a.', ['a']],
  ])('makes %s whole', (name, names) => {
    expect(namesToAsk(name, search)).toEqual(names);
  });
});
