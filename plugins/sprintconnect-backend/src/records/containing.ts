/** A pattern for texts that hold this one; `!` escapes what `like` would take for itself. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}
