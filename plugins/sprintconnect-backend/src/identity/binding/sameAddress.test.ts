import { createAddressesOf } from '../createAddressesOf';
import { sameAddress } from './sameAddress';

describe('addresses', () => {
  it.each([
    ['https://a.example/x', 'HTTPS://A.example:443/x?q=1#f', true],
    ['https://a.example/a/b', 'https://a.example/a/./c/../b', true],
    ['https://a.example/%7Ea', 'https://a.example/~a', true],
    ['https://a.example/%2f', 'https://a.example/%2F', true],
    ['https://a.example/%2F', 'https://a.example//', false],
    ['https://a.example/x', 'http://a.example/x', false],
    ['https://a.example/x', 'https://a.example/x/', false],
    ['https://a.example/x', 'https://u:p@a.example/x', false],
    ['https://a.example/x', 'https://a.example:8443/x', false],
    ['https://a.example/x', '/x', false],
    ['https://a.example/x', 'ftp://a.example/x', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameAddress(a, b)).toBe(same);
    expect(sameAddress(b, a)).toBe(same);
  });

  it('come from configuration, with the path that the plugin saw', () => {
    const addressesOf = createAddressesOf({
      external: 'https://portal.example/sub/api/sprintconnect',
      internal: 'http://localhost:7007/api/sprintconnect',
    });
    expect(addressesOf({ originalUrl: '/api/sprintconnect/v1/me?x' })).toEqual([
      'https://portal.example/sub/api/sprintconnect/v1/me?x',
      'http://localhost:7007/api/sprintconnect/v1/me?x',
    ]);
  });
});
