import { useEffect, useReducer } from 'react';

const EVERY_MS = 15_000;

/** Draws again every 15 seconds, so that what counts from now stays true. */
export function useClock(): void {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
}
