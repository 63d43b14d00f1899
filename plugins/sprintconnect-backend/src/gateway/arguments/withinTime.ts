import { createContext, Script } from 'node:vm';

const run = new Script('work()');

/** Work that took longer than it may. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * Does synchronous work for so many milliseconds at most, and then ends it wherever it is, in the middle of a regular expression, too:
 * a pattern of a stranger can be made to take for ever. Throws {@link OutOfTime}. Costs some 0.1 ms.
 */
export function withinTime<T>(timeoutMs: number, work: () => T): T {
  let result: T | undefined;
  const context = createContext({
    work: () => {
      result = work();
    },
  });
  try {
    run.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new OutOfTime(`It took longer than ${timeoutMs} ms`);
  }
  return result as T;
}
