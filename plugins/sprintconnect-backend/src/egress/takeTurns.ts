interface Waiting {
  late?: NodeJS.Timeout;
  start(): void;
}

/**
 * Lets so many pieces of work run at once; others wait for their turn, and not longer than `patienceMs`.
 *
 * @returns a function that runs work, and answers undefined where its turn did not come in time.
 */
export function takeTurns(limits: { atOnce: number; patienceMs: number }) {
  let running = 0;
  const waiting = new Set<Waiting>();
  const turn = () =>
    new Promise<boolean>(resolve => {
      const mine: Waiting = {
        start() {
          clearTimeout(mine.late);
          waiting.delete(mine);
          running += 1;
          resolve(true);
        },
      };
      if (running < limits.atOnce) {
        mine.start();
        return;
      }
      mine.late = setTimeout(() => {
        waiting.delete(mine);
        resolve(false);
      }, limits.patienceMs);
      waiting.add(mine);
    });
  return async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (!(await turn())) return undefined;
    try {
      return await work();
    } finally {
      running -= 1;
      const [next] = waiting;
      next?.start();
    }
  };
}
