/** What work gives, unless the signal is aborted first: then its reason is thrown, and the work goes on without who waited. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let gone = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    gone = () => reject(signal.reason);
    signal.addEventListener('abort', gone);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', gone);
  }
}
