/** Why what a server offers cannot be kept. Shown to people as the code of `lastError` or of a fault of a list. */
export type DiscoveryRefusalCode =
  | 'invalid-item'
  | 'duplicate-name'
  | 'schema-too-large'
  | 'schema-too-deep'
  | 'schema-endless'
  | 'too-many-items'
  | 'snapshot-too-large';

/** An answer of no about an item, or about a whole list. It is not kept; what the last good snapshot has of it stays. */
export class DiscoveryRefusal extends Error {
  override readonly name = 'DiscoveryRefusal';
  readonly code: DiscoveryRefusalCode;

  constructor(code: DiscoveryRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
