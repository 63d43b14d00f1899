/** What went wrong, counted over all instances. Every verb rejects while the store is away. */
export interface SharedFailures {
  /** Counts one more for a key; gives how many there were in the last quarter of an hour. */
  add(key: string): Promise<number>;
  /** Lets a key wait. */
  hold(key: string, ms: number): Promise<void>;
  /** Milliseconds until a key that was told to wait may go on; 0 is now. */
  heldMs(key: string): Promise<number>;
}
