/** What an engine wrote as the sealed text of a secret; undefined where it is none. */
export function parseSealed(sealed: string): unknown {
  try {
    return JSON.parse(sealed);
  } catch {
    return undefined;
  }
}
