/** Why what a server offers cannot be kept. Shown to people as `lastError.code`. */
export type DiscoveryRefusalCode =
  | 'invalid-item'
  | 'duplicate-name'
  | 'schema-too-large'
  | 'schema-too-deep'
  | 'schema-endless'
  | 'too-many-items'
  | 'snapshot-too-large';

/** An answer of no about what a server offers. Nothing of it is kept; the last good snapshot stays. */
export class DiscoveryRefusal extends Error {
  override readonly name = 'DiscoveryRefusal';
  readonly code: DiscoveryRefusalCode;

  constructor(code: DiscoveryRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
