/** What is left of a type when the answers that mean "not yet" are gone. */
type Settled<T> = Exclude<T, undefined | null | false | '' | 0>;

/** Polls until `check` gives something truthy; throws with `what` after `timeoutMs`. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T> | T,
  timeoutMs = 10_000,
): Promise<Settled<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value) {
      return value as Settled<T>;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
