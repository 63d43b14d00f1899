import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, RequestContext } from '../../ports';
import { callerKeyOf } from '../pipeline/steps';
import type { Endpoint } from './Endpoint';

/** What a legacy client said once, when its session began. */
export interface Session {
  /** Tells sessions of one caller apart. */
  id: string;
  protocolVersion: string;
  clientCapabilities: JsonObject;
  /** Of `logging/setLevel`. */
  logLevel?: string;
}

/** Whose session it is, and at which endpoint. */
export interface SessionOwner {
  ctx: RequestContext;
  endpoint: Endpoint;
}

const LIFE_MS = 24 * 3600_000;
const SEAL_BYTES = 32;
const ID_BYTES = 12;
/** A header of 8 KiB is refused by many proxies. */
const CAPABILITY_BYTES_MAX = 1024;

type Payload = [
  id: string,
  protocolVersion: string,
  expiresAt: number,
  clientCapabilities: JsonObject,
  logLevel?: string,
];

/**
 * `Mcp-Session-Id` of legacy clients: what they said when they began, sealed, and good only for the same caller at the same endpoint. No
 * instance keeps anything, so that any of them answers.
 */
export class SessionTokens {
  readonly #secret: Buffer;
  readonly #clock: Clock;

  /** `secret` is that of all instances. */
  constructor(secret: Buffer, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  begin(owner: SessionOwner, said: Omit<Session, 'id'>): string {
    const id = randomBytes(ID_BYTES).toString('base64url');
    return this.seal(owner, { ...said, id });
  }

  /** The token of a session that goes on with something changed. */
  seal(owner: SessionOwner, session: Session): string {
    const { id, protocolVersion, logLevel } = session;
    const expiresAt = this.#clock.now().getTime() + LIFE_MS;
    const text = JSON.stringify(session.clientCapabilities);
    const isSmall = Buffer.byteLength(text) <= CAPABILITY_BYTES_MAX;
    const capabilities = isSmall ? session.clientCapabilities : {};
    const payload: Payload = [id, protocolVersion, expiresAt, capabilities];
    if (logLevel !== undefined) payload.push(logLevel);
    const bytes = Buffer.from(JSON.stringify(payload));
    return Buffer.concat([this.#sealOf(owner, bytes), bytes]).toString(
      'base64url',
    );
  }

  /** The session; undefined for what is none, is somebody else's, or has expired. */
  open(owner: SessionOwner, token: string): Session | undefined {
    const bytes = Buffer.from(token, 'base64url');
    const seal = bytes.subarray(0, SEAL_BYTES);
    const payload = bytes.subarray(SEAL_BYTES);
    const isOurs =
      seal.length === SEAL_BYTES &&
      timingSafeEqual(seal, this.#sealOf(owner, payload));
    if (!isOurs) return undefined;
    const [id, protocolVersion, expiresAt, clientCapabilities, logLevel] =
      JSON.parse(payload.toString()) as Payload;
    if (this.#clock.now().getTime() >= expiresAt) return undefined;
    return {
      id,
      protocolVersion,
      clientCapabilities,
      ...(logLevel !== undefined && { logLevel }),
    };
  }

  #sealOf({ ctx, endpoint }: SessionOwner, payload: Buffer): Buffer {
    const { environment, name } = endpoint.server ?? {};
    const owner = [callerKeyOf(ctx), environment, name];
    return createHmac('sha256', this.#secret)
      .update(`mcp-session\n${JSON.stringify(owner)}\n`)
      .update(payload)
      .digest();
  }
}
