import ipaddr from 'ipaddr.js';

/**
 * What an address is for.
 *
 * `public`: globally routed unicast. `internal`: inside somebody's network; an allow-listed host name may lead there.
 * `special`: anything else (link-local, metadata services, multicast, reserved, wrapped IPv4 …); reached only when
 * the address itself is allow-listed, so that a name under somebody else's control can never lead there.
 */
export interface AddressClass {
  kind: 'public' | 'internal' | 'special';
  /** With its article, for messages: "a loopback". */
  label: string;
  /** It hands out credentials of the machine that asks, by itself or as an IPv4 address that is wrapped in IPv6. */
  isMetadata?: true;
}

const PUBLIC: AddressClass = { kind: 'public', label: 'a public' };
const UNKNOWN: AddressClass = { kind: 'special', label: 'an unusable' };
const METADATA: AddressClass = {
  kind: 'special',
  label: 'a cloud metadata',
  isMetadata: true,
};

/** Where clouds answer questions about the machine, credentials included. Some look public or merely private. */
const METADATA_ADDRESSES = new Set(
  [
    '169.254.169.254', // most clouds
    '169.254.170.2', // container credentials on AWS
    '100.100.100.200', // Alibaba
    '168.63.129.16', // Azure, a public address
    '192.0.0.192', // Oracle
    'fd00:ec2::254', // AWS
    'fd20:ce::254', // Google
  ].map(normalForm),
);

/** What clouds call them. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
]);

const INTERNAL_RANGES: Readonly<Record<string, string>> = {
  loopback: 'a loopback',
  private: 'a private',
  uniqueLocal: 'a private',
  carrierGradeNat: 'a carrier-grade NAT',
};

const SPECIAL_RANGES: Readonly<Record<string, string>> = {
  linkLocal: 'a link-local',
  multicast: 'a multicast',
  broadcast: 'a broadcast',
  unspecified: 'an unspecified',
  ipv4Mapped: 'an IPv4-mapped',
  rfc6052: 'a NAT64',
  rfc6145: 'an IPv4-translated',
  '6to4': 'a 6to4',
  teredo: 'a Teredo',
};

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Classifies one IPv4 or IPv6 address in any notation that ipaddr.js reads. Whatever is not surely public is not. */
export function classifyAddress(text: string): AddressClass {
  if (!ipaddr.isValid(text)) {
    return UNKNOWN;
  }
  const address = ipaddr.parse(text);
  if (METADATA_ADDRESSES.has(address.toNormalizedString())) {
    return METADATA;
  }
  const range: string = address.range();
  if (INTERNAL_RANGES[range]) {
    return { kind: 'internal', label: INTERNAL_RANGES[range] };
  }
  if (range !== 'unicast') {
    const label = SPECIAL_RANGES[range] ?? 'a reserved';
    // Link-local is where clouds put them, under more addresses than are known here.
    const isMetadata =
      range === 'linkLocal' || wrappedIn(address).some(isKnownMetadata);
    return { kind: 'special', label, ...(isMetadata && { isMetadata }) };
  }
  // ipaddr.js calls "unicast" whatever it has no name for; only 2000::/3 is routed (RFC 4291, section 2.4).
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST)) {
    return { kind: 'special', label: 'a reserved' };
  }
  return isatapOf(address) ?? PUBLIC;
}

/** An address that carries an IPv4 address which is not public (ISATAP: RFC 5214, section 6.1). */
function isatapOf(
  address: ipaddr.IPv4 | ipaddr.IPv6,
): AddressClass | undefined {
  if (!(address instanceof ipaddr.IPv6)) return undefined;
  const [high, low] = address.parts.slice(4, 6);
  if ((high !== 0 && high !== 0x0200) || low !== 0x5efe) return undefined;
  const inner = classifyAddress(address.toByteArray().slice(12).join('.'));
  if (inner.kind === 'public') return undefined;
  const { isMetadata } = inner;
  return {
    kind: 'special',
    label: 'an ISATAP',
    ...(isMetadata && { isMetadata }),
  };
}

/** Whether a host of a URL is a metadata service, by its address or by a name that clouds give it. */
export function isMetadataHost(host: string): boolean {
  return (
    METADATA_NAMES.has(host.toLowerCase().replace(/\.$/, '')) ||
    classifyAddress(host).isMetadata === true
  );
}

function isKnownMetadata(address: string): boolean {
  return METADATA_ADDRESSES.has(normalForm(address));
}

/** The IPv4 addresses that an IPv6 address may hold: in its last four bytes, or behind the prefix of 6to4 (RFC 3056). */
function wrappedIn(address: ipaddr.IPv4 | ipaddr.IPv6): string[] {
  const bytes = address.toByteArray();
  return bytes.length === 16
    ? [bytes.slice(12), bytes.slice(2, 6)].map(each => each.join('.'))
    : [];
}

/** The one spelling of an address that two notations of it share. Throws on what is no address. */
export function normalForm(address: string): string {
  return ipaddr.parse(address).toNormalizedString();
}

/** Whether the text is an IP address rather than a name. Brackets must be off. */
export function isAddress(text: string): boolean {
  return ipaddr.isValid(text);
}
