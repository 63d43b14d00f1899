/**
 * What `work` gives, unless it takes longer than so many milliseconds.
 *
 * @param onLate - gets what came too late after all.
 * @throws an error with the name of knex's own timeouts.
 */
export async function inTime<T>(
  work: Promise<T>,
  ms: number,
  onLate: (result: T) => unknown = () => {},
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      work.then(onLate).catch(() => {});
      const error = new Error(`It took longer than ${ms} ms`);
      reject(Object.assign(error, { name: 'KnexTimeoutError' }));
    }, ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
