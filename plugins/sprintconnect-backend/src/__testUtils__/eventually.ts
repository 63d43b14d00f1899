/** What is left of a type when the answers that mean "not yet" are gone. */
type Settled<T> = Exclude<T, undefined | null | false | '' | 0>;

/** A deadline, not a delay: a busy machine is slow, and what comes soon is found soon. */
const PATIENCE_MS = 60_000;

/** Polls until `check` gives something truthy; throws with `what` after a minute. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T> | T,
): Promise<Settled<T>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await check();
    if (value) {
      return value as Settled<T>;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${PATIENCE_MS} ms in vain: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
