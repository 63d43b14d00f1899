import ipaddr from 'ipaddr.js';

/** One address as a number. */
export interface AddressBits {
  family: 4 | 6;
  bits: bigint;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** The address as a number; undefined for what is none. An IPv6 address of a zone is none: it leads elsewhere on each machine. */
export function bitsOf(address: string): AddressBits | undefined {
  if (!ipaddr.isValid(address) || address.includes('%')) return undefined;
  const bytes = ipaddr.parse(address).toByteArray();
  return {
    family: bytes.length === 4 ? 4 : 6,
    bits: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n),
  };
}

/** A range of addresses (CIDR: RFC 4632 for IPv4, RFC 4291 section 2.3 for IPv6). */
export class AddressRange {
  readonly family: 4 | 6;
  readonly prefix: number;
  /** What all its addresses begin with, as a number of `prefix` bits. */
  readonly start: bigint;
  /** In the one spelling that all notations of it share. */
  readonly text: string;

  private constructor(
    first: string,
    { family, bits }: AddressBits,
    prefix: number,
  ) {
    this.family = family;
    this.prefix = prefix;
    this.start = startOf(bits, { family, prefix });
    this.text = `${first}/${prefix}`;
  }

  /** The range, or in words what is wrong with the text. One address is the range of itself. */
  static read(text: string): AddressRange | { fault: string } {
    const [address = '', length, ...more] = text.trim().split('/');
    // The short and octal forms of IPv4 mean different things to different readers.
    const isPlain =
      address.includes(':') ||
      /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(address);
    const at = isPlain ? bitsOf(address) : undefined;
    if (!at || more.length > 0) {
      return {
        fault: "isn't an address range such as 10.20.0.0/16 or fd00::/8",
      };
    }
    const width = WIDTH[at.family];
    const prefix = length === undefined ? width : Number(length);
    if (!/^\d{1,3}$/.test(length ?? '0') || prefix > width) {
      return { fault: `must end in a prefix length from 0 to ${width}` };
    }
    const rest = at.bits & ((1n << BigInt(width - prefix)) - 1n);
    const first = spelled({ ...at, bits: at.bits - rest });
    if (rest !== 0n) {
      return {
        fault: `has bits behind its prefix; the range is ${first}/${prefix}`,
      };
    }
    return new AddressRange(first, at, prefix);
  }

  /** As {@link AddressRange.read}, and throws where that finds a fault. */
  static of(text: string): AddressRange {
    const range = AddressRange.read(text);
    if ('fault' in range) throw new Error(`${text} ${range.fault}`);
    return range;
  }

  /** Its first address. */
  get first(): string {
    return this.text.slice(0, this.text.indexOf('/'));
  }

  has(address: AddressBits): boolean {
    return (
      address.family === this.family &&
      startOf(address.bits, this) === this.start
    );
  }

  /** Whether every address of the other one is in this one. */
  holds(other: AddressRange): boolean {
    return (
      other.family === this.family &&
      other.prefix >= this.prefix &&
      other.start >> BigInt(other.prefix - this.prefix) === this.start
    );
  }
}

/** What an address begins with, as a number of `prefix` bits. */
export function startOf(
  bits: bigint,
  { family, prefix }: { family: 4 | 6; prefix: number },
): bigint {
  return bits >> BigInt(WIDTH[family] - prefix);
}

function spelled({ family, bits }: AddressBits): string {
  const bytes = Array.from({ length: WIDTH[family] / 8 }, (_, at) =>
    Number((bits >> BigInt(WIDTH[family] - 8 * (at + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
