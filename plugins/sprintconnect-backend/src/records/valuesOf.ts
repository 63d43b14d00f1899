/** The values of a filter, which commas separate; undefined where it names none. */
export function valuesOf(text: string | undefined): string[] | undefined {
  const values = text
    ?.split(',')
    .map(each => each.trim())
    .filter(each => each !== '');
  return values?.length ? values : undefined;
}
