import { EgressError } from '../ports';
import { AllowList } from './AllowList';
import {
  type AddressClass,
  classifyAddress,
  isAddress,
  isMetadataHost,
} from './addresses/classifyAddress';
import { deniedPorts } from './deniedPorts';
import type { EgressRuleRecord } from './rules/EgressRuleRecord';
import { RuleSet } from './rules/RuleSet';
import type { AllowedDestination } from './EgressSettings';

/** Nobody is told how to open the way to what hands out credentials of a machine. */
const METADATA_ADVICE =
  "Addresses like this hand out the machine's credentials. Register the URL of an MCP server.";

export interface PolicyOptions {
  allow: readonly AllowedDestination[];
  portsDenied?: readonly number[];
  /** Those of the organisation. Default: none. */
  rules?: RuleSet;
  /** What is reached where no rule and no entry says anything. Default: what is public. */
  byDefault?: 'public' | 'none';
  /** Whose servers are reached; for messages. */
  environment?: string;
}

/** Whether one address may be dialled for a host, and by what. */
export interface AddressVerdict {
  decidedBy: 'address' | 'rule' | 'configuration' | 'default';
  rule?: EgressRuleRecord;
  /** Absent: it may. */
  refusal?: EgressError;
}

/** Decides where a connection may lead. Immutable and pure: knows no socket and no resolver. */
export class DestinationPolicy {
  readonly #allowed: AllowList;
  readonly #portsDenied: ReadonlySet<number>;
  readonly #rules: RuleSet;
  readonly #options: PolicyOptions;

  constructor(options: PolicyOptions) {
    this.#allowed = new AllowList(options.allow);
    this.#portsDenied = new Set(options.portsDenied ?? deniedPorts);
    this.#rules = options.rules ?? RuleSet.NONE;
    this.#options = options;
  }

  /** What is wrong with a URL before any name is resolved: scheme, credentials, port, literal address. */
  refusalOfUrl(url: URL): EgressError | undefined {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return new EgressError(
        'scheme-not-allowed',
        `Only http and https URLs can be reached, not ${url.protocol}`,
      );
    }
    if (url.username || url.password) {
      return new EgressError(
        'scheme-not-allowed',
        'The URL contains credentials; remove them',
      );
    }
    const host = hostOf(url.hostname);
    return (
      this.refusalOfPort(host, portOf(url)) ??
      this.verdictOnName(host, portOf(url))?.refusal ??
      this.#refusalOfKnownHost(host, portOf(url))
    );
  }

  /** What is wrong with a host whose addresses are known without asking. One of them that is allowed is enough. */
  #refusalOfKnownHost(host: string, port: number): EgressError | undefined {
    const refusals = addressesOf(host).map(address =>
      this.refusalOfAddress(host, port, address),
    );
    return refusals.every(each => each !== undefined) ? refusals[0] : undefined;
  }

  refusalOfPort(host: string, port: number): EgressError | undefined {
    if (!this.#portsDenied.has(port) || this.#allowed.namesPort(host, port)) {
      return undefined;
    }
    return new EgressError(
      'port-not-allowed',
      `Port ${port} is reserved for a service that isn't a web server, so SprintConnect doesn't connect to ${host}:${port}. ${remedy(host, port)}`,
    );
  }

  /**
   * What is decided of a host and a port whatever the address turns out to be: a name that is refused for itself is not even resolved.
   * Undefined: the address decides.
   */
  verdictOnName(
    host: string,
    port: number,
  ): (AddressVerdict & { refusal: EgressError }) | undefined {
    const rule = this.#rules.denying({ host, port });
    if (rule) {
      const refusal = this.#deniedByRule(host, port);
      return { decidedBy: 'rule', rule, refusal };
    }
    const mayBeReached =
      this.#options.byDefault !== 'none' ||
      this.#rules.mayAllow({ host, port }) ||
      this.#allowed.mayCover(host, port);
    return mayBeReached
      ? undefined
      : { decidedBy: 'default', refusal: this.#notAllowed(host, port) };
  }

  /** What is wrong with dialling `address` to reach `host`. Names no address: what a name resolves to stays inside. */
  refusalOfAddress(
    host: string,
    port: number,
    address: string,
  ): EgressError | undefined {
    return this.verdictOnAddress({ host, port, address }).refusal;
  }

  /** Rules to deny go before everything that allows; what is special is allowed by the configuration alone. */
  verdictOnAddress(destination: {
    host: string;
    port: number;
    address: string;
  }): AddressVerdict {
    const { host, port, address } = destination;
    const denying = this.#rules.denying(destination);
    if (denying) {
      const refusal = this.#deniedByRule(host, port);
      return { decidedBy: 'rule', rule: denying, refusal };
    }
    const { kind, label, isMetadata } = classifyAddress(address);
    const isCovered =
      this.#allowed.covers(address, port) ||
      (kind !== 'special' && this.#allowed.covers(host, port));
    if (isCovered) return { decidedBy: 'configuration' };
    const isPublic = kind === 'public';
    const allowing =
      kind === 'special'
        ? undefined
        : this.#rules.allowing({ ...destination, isPublic });
    if (allowing) return { decidedBy: 'rule', rule: allowing };
    if (isPublic) {
      return this.#options.byDefault === 'none'
        ? { decidedBy: 'default', refusal: this.#notAllowed(host, port) }
        : { decidedBy: 'default' };
    }
    const what =
      host === address
        ? `${host} is ${label} address`
        : `${host} resolves to ${label} address`;
    const how = isMetadata
      ? METADATA_ADVICE
      : adviceOn({ kind, host, port, address });
    const refusal = new EgressError(
      'address-not-allowed',
      `${what}, so SprintConnect doesn't connect to it. ${how}`,
    );
    return { decidedBy: 'address', refusal };
  }

  #deniedByRule(host: string, port: number): EgressError {
    return new EgressError(
      'destination-not-allowed',
      `An egress rule of your organisation denies ${host}:${port}${this.#inEnvironment}. An administrator can change the rule under Admin > Egress.`,
    );
  }

  #notAllowed(host: string, port: number): EgressError {
    return new EgressError(
      'destination-not-allowed',
      `No egress rule allows ${host}:${port}${this.#inEnvironment}. An administrator can add a rule under Admin > Egress.`,
    );
  }

  get #inEnvironment(): string {
    const { environment } = this.#options;
    return environment === undefined
      ? ''
      : ` for servers in the environment ${environment}`;
  }
}

/** Literal addresses, and the names that are loopback whatever a resolver says (RFC 6761, section 6.3). */
function addressesOf(host: string): string[] {
  if (isAddress(host)) {
    return [host];
  }
  return /(^|\.)localhost\.?$/i.test(host) ? ['127.0.0.1', '::1'] : [];
}

/** The host of a URL without the brackets of IPv6. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** The port that a URL leads to, named or not. */
export function portOf(url: URL): number {
  if (url.port) {
    return Number(url.port);
  }
  return url.protocol === 'https:' ? 443 : 80;
}

function adviceOn(refused: {
  kind: AddressClass['kind'];
  host: string;
  port: number;
  address: string;
}): string {
  const { kind, host, port, address } = refused;
  return kind === 'special' && host !== address
    ? "A name can't point to such an address. An administrator can allow the address itself under sprintconnect.egress.allow."
    : remedy(host, port);
}

function remedy(host: string, port: number): string {
  return isMetadataHost(host)
    ? METADATA_ADVICE
    : `An administrator can allow it: add {host: "${host}", ports: [${port}]} to sprintconnect.egress.allow.`;
}
