import { EgressError } from '../ports';
import { AllowList } from './AllowList';
import {
  type AddressClass,
  classifyAddress,
  isAddress,
  isMetadataHost,
} from './classifyAddress';
import { deniedPorts } from './deniedPorts';
import type { AllowedDestination } from './EgressSettings';

/** Nobody is told how to open the way to what hands out credentials of a machine. */
const METADATA_ADVICE =
  "Addresses like this hand out the machine's credentials. Register the URL of an MCP server.";

/** Decides where a connection may lead. Pure: knows no socket and no resolver. */
export class DestinationPolicy {
  readonly #allowed: AllowList;
  readonly #portsDenied: ReadonlySet<number>;

  constructor(options: {
    allow: readonly AllowedDestination[];
    portsDenied?: readonly number[];
  }) {
    this.#allowed = new AllowList(options.allow);
    this.#portsDenied = new Set(options.portsDenied ?? deniedPorts);
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

  /** What is wrong with dialling `address` to reach `host`. Names no address: what a name resolves to stays inside. */
  refusalOfAddress(
    host: string,
    port: number,
    address: string,
  ): EgressError | undefined {
    const { kind, label, isMetadata } = classifyAddress(address);
    if (kind === 'public' || this.#allowed.covers(address, port)) {
      return undefined;
    }
    if (kind === 'internal' && this.#allowed.covers(host, port)) {
      return undefined;
    }
    const what =
      host === address
        ? `${host} is ${label} address`
        : `${host} resolves to ${label} address`;
    const how = isMetadata
      ? METADATA_ADVICE
      : adviceOn({ kind, host, port, address });
    return new EgressError(
      'address-not-allowed',
      `${what}, so SprintConnect doesn't connect to it. ${how}`,
    );
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
