import type { Clause } from '../ports';

/** A text as `like` takes it for itself. */
export function literally(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

/** Whether a column is like a pattern, in which `!` escapes what would stand for other texts. */
export function like(column: string, pattern: string): Clause {
  return { sql: `(${column} like ? escape '!')`, bindings: [pattern] };
}

/** Whether a column holds a text. */
export function contains(column: string, text: string): Clause {
  return like(column, `%${literally(text)}%`);
}
