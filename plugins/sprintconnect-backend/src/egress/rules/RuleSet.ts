import { isIP } from 'node:net';
import { AddressMap } from '../addresses/AddressMap';
import {
  type AddressBits,
  AddressRange,
  bitsOf,
} from '../addresses/AddressRange';
import type { EgressRuleRecord } from './EgressRuleRecord';
import { HostPattern } from './HostPattern';

/** One connection that is to be judged. */
export interface Destination {
  /** As in a URL, without brackets. */
  host: string;
  port: number;
  /** Absent: not known yet. */
  address?: string;
}

interface Entry {
  rule: EgressRuleRecord;
  pattern: HostPattern;
  ports?: ReadonlySet<number>;
}

/** Rules whose patterns have one tail. */
interface Branch {
  anywhere: Entry[];
  /** Beside the map, for when the address is not known yet. */
  ranged: Entry[];
  byAddress: AddressMap<Entry>;
}

/** Rules of one action, found by the end of the host name and then by the address: what one judgement costs does not grow with their number. */
class RuleIndex {
  readonly #branches = new Map<string, Branch>();

  add(rule: EgressRuleRecord): void {
    const pattern = HostPattern.read(rule.host);
    if ('fault' in pattern)
      throw new Error(`The host of rule ${rule.id} ${pattern.fault}`);
    const ports = rule.ports && new Set(rule.ports);
    const entry = { rule, pattern, ports };
    const branch = this.#branchOf(pattern.tail);
    if (rule.range === undefined) {
      branch.anywhere.push(entry);
      return;
    }
    branch.ranged.push(entry);
    branch.byAddress.add(AddressRange.of(rule.range), entry);
  }

  /** The first rule that is about this destination. */
  find(
    { host, port }: Destination,
    of: { anywhere: boolean; address?: AddressBits; anyAddress?: true },
  ): EgressRuleRecord | undefined {
    const isLiteral = isIP(host) !== 0;
    // An address has no labels, though it may look like one: only a rule for every host is about it.
    const fits = ({ pattern, ports }: Entry) =>
      (!ports || ports.has(port)) &&
      (pattern.isAny || (!isLiteral && pattern.fits(host)));
    for (const tail of isLiteral ? [''] : tailsOf(host)) {
      const branch = this.#branches.get(tail);
      if (!branch) continue;
      const found =
        (of.anywhere ? branch.anywhere.find(fits) : undefined) ??
        (of.anyAddress ? branch.ranged.find(fits) : undefined) ??
        (of.address && branch.byAddress.find(of.address, fits));
      if (found) return found.rule;
    }
    return undefined;
  }

  #branchOf(tail: string): Branch {
    const known = this.#branches.get(tail);
    if (known) return known;
    const made = {
      anywhere: [],
      ranged: [],
      byAddress: new AddressMap<Entry>(),
    };
    this.#branches.set(tail, made);
    return made;
  }
}

/** The whole name, what is behind each of its dots, and nothing. */
function* tailsOf(host: string): Generator<string> {
  for (let at = 0; at >= 0;) {
    yield host.slice(at);
    const dot = host.indexOf('.', at);
    at = dot < 0 ? -1 : dot + 1;
  }
  yield '';
}

/**
 * The egress rules of an organisation that hold in one environment. Immutable and pure.
 *
 * A rule to deny goes before each rule to allow. A rule to allow opens public addresses; with a range it opens those of the
 * range, of which private ones only within `privateRanges`. It never opens what is neither public nor somebody's network.
 */
export class RuleSet {
  static readonly NONE = new RuleSet([], []);
  readonly #deny = new RuleIndex();
  readonly #allow = new RuleIndex();
  readonly #privateRanges: readonly AddressRange[];

  constructor(
    rules: readonly EgressRuleRecord[],
    privateRanges: readonly AddressRange[],
  ) {
    this.#privateRanges = privateRanges;
    for (const rule of rules) {
      (rule.action === 'deny' ? this.#deny : this.#allow).add(rule);
    }
  }

  /** The rule that denies it. While the address is not known: the one that does so whatever it is. */
  denying(destination: Destination): EgressRuleRecord | undefined {
    const { address } = destination;
    return this.#deny.find(named(destination), {
      anywhere: true,
      address: address === undefined ? undefined : bitsOf(address),
    });
  }

  /** The rule that opens the address, which is public, or in somebody's network. */
  allowing(
    destination: Destination & { address: string; isPublic: boolean },
  ): EgressRuleRecord | undefined {
    const bits = bitsOf(destination.address);
    if (!bits) return undefined;
    const { isPublic } = destination;
    if (!isPublic && !this.#privateRanges.some(each => each.has(bits))) {
      return undefined;
    }
    return this.#allow.find(named(destination), {
      anywhere: isPublic,
      address: bits,
    });
  }

  /** Whether a rule to allow is about the host and the port, whatever the address turns out to be. */
  mayAllow(destination: Destination): boolean {
    const found = this.#allow.find(named(destination), {
      anywhere: true,
      anyAddress: true,
    });
    return found !== undefined;
  }
}

/** A dot at the end changes nothing about which host it is. */
function named({ host, port }: Destination): Destination {
  const name = host.toLowerCase();
  return { host: name.endsWith('.') ? name.slice(0, -1) : name, port };
}
