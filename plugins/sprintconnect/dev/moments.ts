const MINUTE = 60_000;

/** `minutes` ago, as the backend says it. */
export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * MINUTE).toISOString();
}

/** Ids that are valid and that a reader can tell apart. */
export function idOf(number: number): string {
  return `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
