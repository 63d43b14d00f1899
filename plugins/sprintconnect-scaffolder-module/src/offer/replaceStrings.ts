/** A copy with every text of it, however deep, replaced. Names stay. Pure. */
export function replaceStrings<T>(
  value: T,
  replace: (text: string) => string,
): T {
  return JSON.parse(JSON.stringify(value), (_name, each: unknown) =>
    typeof each === 'string' ? replace(each) : each,
  );
}
