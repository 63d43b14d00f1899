import type { SecretPlace } from '../../ports';

/** A data key, and what is kept of it. */
export interface FreshKey {
  /** 32 bytes; whoever has them zeroes them after use. */
  dataKey: Buffer;
  wrapped: string;
}

/**
 * A key of the ring: it wraps the data key of each secret, and never sees the secret. What it wrapped for one place it
 * unwraps for no other.
 *
 * All throw SecretError: `secrets-unavailable` where another try may help, `secret-forbidden` where whoever has the key refuses
 * us, `secret-damaged` where what was wrapped is not that any more.
 */
export interface KeyWrapper {
  /** Its id in the ring. */
  readonly id: string;
  /** What it is: bytes in the configuration, or a service that has them. */
  readonly kind: 'local' | 'aws-kms' | 'transit';
  /** Differs from that of every other key that may ever have the same id; tells nothing about the key. At most 64 characters. */
  readonly check: string;
  /** A new data key, wrapped. */
  generate(place: SecretPlace, signal?: AbortSignal): Promise<FreshKey>;
  /** Wraps a data key that another key wrapped until now. */
  wrap(
    dataKey: Buffer,
    place: SecretPlace,
    signal?: AbortSignal,
  ): Promise<string>;
  unwrap(
    wrapped: string,
    place: SecretPlace,
    signal?: AbortSignal,
  ): Promise<Buffer>;
}
