import type { ConcurrencyGate } from '../ports';
import { once } from './once';

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
