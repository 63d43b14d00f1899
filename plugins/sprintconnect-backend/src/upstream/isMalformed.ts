/** A SyntaxError of JSON.parse or a ZodError of the SDK. Told by name: both may stem from another realm or copy. */
export function isMalformed(error: unknown): boolean {
  const name = (error as { name?: unknown } | null)?.name;
  return name === 'SyntaxError' || name === 'ZodError' || name === '$ZodError';
}
