import { once } from './once';

/** Lets only so many requests of one key be under way at once. */
export interface ConcurrencyGate {
  /** How to leave, or undefined when the house is full. Leaving twice is leaving once. */
  enter(key: string): Promise<(() => void) | undefined>;
}

/** Counts within this process. */
export function memoryGate(max: number): ConcurrencyGate {
  const inside = new Map<string, number>();
  return {
    async enter(key) {
      const count = inside.get(key) ?? 0;
      if (count >= max) return undefined;
      inside.set(key, count + 1);
      return once(() => {
        const left = (inside.get(key) ?? 1) - 1;
        if (left > 0) inside.set(key, left);
        else inside.delete(key);
      });
    },
  };
}
