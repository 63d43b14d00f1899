import { AddressMap } from './AddressMap';
import { AddressRange, bitsOf } from './AddressRange';

const has = (range: string, address: string) =>
  AddressRange.of(range).has(bitsOf(address)!);

describe('AddressRange', () => {
  it.each([
    ['10.20.0.0/16', '10.20.0.0/16'],
    [' 10.0.0.7 ', '10.0.0.7/32'],
    ['FD00:0:0::/8', 'fd00::/8'],
    ['fd00::5', 'fd00::5/128'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
  ])('reads %j as %s', (text, read) => {
    expect(AddressRange.of(text).text).toBe(read);
  });

  it.each([
    ['10.1.2.3/8', 'has bits behind its prefix; the range is 10.0.0.0/8'],
    ['fd00::1/8', 'has bits behind its prefix; the range is fd00::/8'],
    ['10.0.0.0/33', 'must end in a prefix length from 0 to 32'],
    ['fd00::/129', 'must end in a prefix length from 0 to 128'],
    ['10.0.0.0/', 'must end in'],
    ['10.0.0.0/8/8', "isn't an address range"],
    ['10.0.0.0/-1', 'must end in'],
    ['10.0.0.0/0x8', 'must end in'],
    ['10/8', "isn't an address range"],
    ['010.0.0.0/8', "isn't an address range"],
    ['0x0a.0.0.0/8', "isn't an address range"],
    ['167772160/8', "isn't an address range"],
    ['fe80::1%eth0', "isn't an address range"],
    ['example.com', "isn't an address range"],
    ['', "isn't an address range"],
  ])('refuses %j: %s', (text, fault) => {
    expect(AddressRange.read(text)).toEqual({
      fault: expect.stringContaining(fault),
    });
    expect(() => AddressRange.of(text)).toThrow(fault);
  });

  it.each([
    ['10.20.0.0/16', '10.20.0.0', true],
    ['10.20.0.0/16', '10.20.255.255', true],
    ['10.20.0.0/16', '10.21.0.0', false],
    ['10.20.0.0/16', '10.19.255.255', false],
    ['10.20.0.0/16', '::ffff:10.20.0.1', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::', false],
    ['fd00::/8', 'fdff::1', true],
    ['fd00::/8', 'fc00::1', false],
    ['fd00::5', 'fd00::5', true],
    ['fd00::5', 'fd00::6', false],
  ])('%s has %s: %s', (range, address, expected) => {
    expect(has(range, address)).toBe(expected);
  });

  it.each([
    ['10.0.0.0/8', '10.20.0.0/16', true],
    ['10.20.0.0/16', '10.20.0.0/16', true],
    ['10.20.0.0/16', '10.0.0.0/8', false],
    ['10.20.0.0/16', '10.21.0.0/24', false],
    ['::/0', '10.0.0.0/8', false],
  ])('%s holds %s: %s', (outer, inner, expected) => {
    expect(AddressRange.of(outer).holds(AddressRange.of(inner))).toBe(expected);
  });

  it('is no address where a zone is named', () => {
    expect(bitsOf('fe80::1%eth0')).toBeUndefined();
    expect(bitsOf('nowhere')).toBeUndefined();
  });
});

it('a map finds the value of every range that holds the address', () => {
  const map = new AddressMap<string>();
  map.add(AddressRange.of('10.0.0.0/8'), 'wide');
  map.add(AddressRange.of('10.20.0.0/16'), 'narrow');
  map.add(AddressRange.of('fd00::/8'), 'six');
  const all = (address: string) => {
    const found: string[] = [];
    map.find(bitsOf(address)!, value => {
      found.push(value);
      return false;
    });
    return found.sort();
  };
  expect(all('10.20.1.1')).toEqual(['narrow', 'wide']);
  expect(all('10.21.1.1')).toEqual(['wide']);
  expect(all('fd12::1')).toEqual(['six']);
  expect(all('11.0.0.1')).toEqual([]);
  expect(map.find(bitsOf('10.20.1.1')!, value => value === 'narrow')).toBe(
    'narrow',
  );
});
