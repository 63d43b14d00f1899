/** Lets only so many requests of one key be under way at once. */
export interface ConcurrencyGate {
  /** How to leave, or undefined when the house is full. Leaving twice is leaving once. */
  enter(key: string): Promise<(() => void) | undefined>;
}

/** Makes a gate of a name of its own; over all instances where they count together. */
export type OpenGate = (name: string, max: number) => ConcurrencyGate;
