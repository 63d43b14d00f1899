type QueryValue = string | number | boolean | readonly string[] | undefined;

/** Builds a path from a template, with every value escaped. */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

/** The query of an address; empty values are left out, several values of one name are joined by commas. */
export function queryOf(query: object = {}): string {
  const given = Object.entries(query as Record<string, QueryValue>)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(',') : String(value),
    ])
    .filter(([, text]) => text !== '');
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
