import ipaddr from 'ipaddr.js';

/**
 * What an address is counted under. One host of IPv6 has 2^64 addresses to ask from, so that its network is counted
 * (RFC 4291, section 2.5.4); an IPv4 address in IPv6 clothes is counted as IPv4.
 */
export function addressKeyOf(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6'
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/64`)}/64`
    : parsed.toString();
}
