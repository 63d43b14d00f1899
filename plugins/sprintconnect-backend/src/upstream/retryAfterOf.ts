/**
 * How long a server asks to be left alone, in milliseconds (RFC 9110, section 10.2.3: seconds, or a date). Undefined where
 * it does not say so, or nothing that can be read. Pure.
 */
export function retryAfterOf(
  header: string | null,
  now: Date,
): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - now.getTime();
  return ms > 0 ? Math.min(ms, Number.MAX_SAFE_INTEGER) : undefined;
}
