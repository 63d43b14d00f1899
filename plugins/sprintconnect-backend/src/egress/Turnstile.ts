import { EgressError } from '../ports';

/** What one organisation may have of this instance. Absent: any number. */
export interface TrafficLimits {
  connectionsPerOrganisation?: number;
  /** A host is a name with its port. */
  connectionsPerHost?: number;
  requestsPerMinutePerOrganisation?: number;
  requestsPerMinutePerHost?: number;
}

const MINUTE_MS = 60_000;

/** Counts what the servers of one organisation take, all environments together, and refuses what is more. */
export class Turnstile {
  readonly #limits: TrafficLimits;
  readonly #inside = new Map<string, number>();
  #all = 0;
  #minute = -1;
  #requests = 0;
  #requestsByHost = new Map<string, number>();

  constructor(limits: TrafficLimits) {
    this.#limits = limits;
  }

  /** Lets a connection be made, and gives how to tell that it has ended. Throws the EgressError `limited`. */
  enter(host: string): () => void {
    const { connectionsPerHost, connectionsPerOrganisation } = this.#limits;
    const here = this.#inside.get(host) ?? 0;
    refuseMore(here, connectionsPerHost, {
      what: `connections to ${host} are open`,
      setting: 'connectionsPerHost',
    });
    refuseMore(this.#all, connectionsPerOrganisation, {
      what: 'connections to servers of your organisation are open',
      setting: 'connectionsPerOrganisation',
    });
    this.#inside.set(host, here + 1);
    this.#all += 1;
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#all -= 1;
      const rest = this.#inside.get(host)! - 1;
      if (rest > 0) this.#inside.set(host, rest);
      else this.#inside.delete(host);
    };
  }

  /** Counts a request. Throws the EgressError `limited`. */
  pass(host: string): void {
    const minute = Math.floor(performance.now() / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#requests = 0;
      this.#requestsByHost = new Map();
    }
    const here = this.#requestsByHost.get(host) ?? 0;
    const { requestsPerMinutePerHost, requestsPerMinutePerOrganisation } =
      this.#limits;
    refuseMore(here, requestsPerMinutePerHost, {
      what: `requests to ${host} were made within a minute`,
      setting: 'requestsPerMinutePerHost',
    });
    refuseMore(this.#requests, requestsPerMinutePerOrganisation, {
      what: 'requests to servers of your organisation were made within a minute',
      setting: 'requestsPerMinutePerOrganisation',
    });
    this.#requests += 1;
    this.#requestsByHost.set(host, here + 1);
  }
}

function refuseMore(
  known: number,
  max: number | undefined,
  { what, setting }: { what: string; setting: string },
): void {
  if (max === undefined || known < max) return;
  throw new EgressError(
    'limited',
    `${max} ${what}, which is the most. Try again in a moment. An administrator can raise sprintconnect.egress.limits.${setting}.`,
  );
}
